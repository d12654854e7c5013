import { DenialError, DisconnectedError } from "../../client/public.ts";
import { plain } from "../../log.ts";
import { nearest } from "../../settings/nearest.ts";
import type { Room } from "./room.ts";
import { ACTION, type Telling } from "./telling.ts";

/** The subchannel that people chat on. */
const CHAT = 0;

/** What a command works on. */
export interface Talk {
  readonly room: Room;
  readonly telling: Telling;
  /** Whether what one says oneself is to be shown. */
  readonly echoes: boolean;
  end(): void;
}

interface Command {
  /** What follows it, for the help. */
  readonly takes?: string;
  readonly meaning: string;
  /** Does it; `text` is what follows the command. */
  run(talk: Talk, text: string): void | Promise<void>;
}

/** What can be typed, by what it begins with. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  help: { meaning: "shows this", run: ({ telling }) => telling.line(helpText()) },
  join: {
    takes: "CHANNEL",
    meaning: "joins a channel, or opens it; one talks to the channel joined last",
    run: async ({ room }, name) => void (await room.client.join(name)),
  },
  leave: {
    takes: "[CHANNEL]",
    meaning: "leaves it",
    run: async ({ room, telling }, name) => {
      const channel = room.channel(name);
      if (channel === undefined) return telling.alarm("you are not in it: /join CHANNEL");
      await channel.leave();
    },
  },
  nick: {
    takes: "NAME",
    meaning: "takes another name",
    run: async ({ room }, name) => void (await room.client.setName(name)),
  },
  list: { meaning: "shows the channels that there are", run: list },
  who: {
    takes: "[CHANNEL]",
    meaning: "shows who is in it",
    run: ({ room, telling }, name) => {
      const channel = room.channel(name);
      if (channel === undefined) return telling.alarm("you are not in it: /join CHANNEL");
      telling.note(
        `${plain(channel.name)}: you${channel.isMaster ? " (master)" : ""}, and ${telling.company(channel)}`,
      );
    },
  },
  me: {
    takes: "WAVES",
    meaning: "says what you do: * Ada waves",
    run: (talk, text) => say(talk, `${ACTION}${text}`),
  },
  msg: { takes: "NAME TEXT", meaning: "says it to one alone", run: message },
  kick: { takes: "NAME", meaning: "puts somebody out, where you are the channel's master", run: kick },
  server: {
    takes: "TEXT",
    meaning: "says it to the server itself",
    run: ({ room }, text) => void room.client.send(text, CHAT),
  },
  ping: {
    meaning: "shows how long the server takes to answer, and whether UDP works",
    run: async ({ room, telling }) => {
      const time = `${(await room.client.ping()).toFixed(1)} ms`;
      telling.note(
        `${time} by ${room.client.transport}${room.client.blasts ? "; blasts get through" : "; blasts do not get through"}`,
      );
    },
  },
  raw: {
    meaning: "shows what is no text as well, such as the moves of games; again: no longer",
    run: ({ room, telling }) => {
      room.showsAll = !room.showsAll;
      telling.note(room.showsAll ? "everything is shown" : "only texts are shown");
    },
  },
  quit: { meaning: "ends it, as Ctrl-D does", run: ({ end }) => end() },
};

/** Does what was typed: a command, or something to say. */
export async function obey(talk: Talk, line: string): Promise<void> {
  const [, word, rest = ""] = /^\/(\w+)\s*(.*)$/s.exec(line.trim()) ?? [];
  try {
    // "//shrug" says "/shrug".
    if (word === undefined) return line.trim() === "" ? undefined : say(talk, line.replace(/^\/\//, "/"));
    const command = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
    if (command === undefined) return talk.telling.alarm(unknown(word));
    if (command.takes !== undefined && !command.takes.startsWith("[") && rest === "")
      return talk.telling.alarm(`/${word} ${command.takes}: ${command.meaning}`);
    await command.run(talk, rest);
  } catch (error) {
    if (!(error instanceof DenialError || error instanceof DisconnectedError)) throw error;
    talk.telling.alarm(plain(error.message));
  }
}

/** What may be meant by a line so far: a command, or at its end somebody's name. */
export function completions(room: Room, typed: string): string[] {
  if (/^\/\w*$/.test(typed))
    return Object.keys(COMMANDS)
      .map((word) => `/${word} `)
      .filter((word) => word.startsWith(typed));
  const [, before = "", start = ""] = /^(.*\s|)(\S+)$/s.exec(typed) ?? [];
  if (start === "") return [];
  const names = room.peers
    .map(({ name }) => name)
    .filter((name) => name.toLowerCase().startsWith(start.toLowerCase()));
  return [...new Set(names)].map((name) => `${before}${plain(name)}${before === "" ? ": " : " "}`);
}

function unknown(word: string): string {
  const near = nearest(word, Object.keys(COMMANDS));
  return `there is no /${plain(word)}${near === undefined ? "" : `: did you mean /${near}?`} (/help)`;
}

function say({ room, telling, echoes }: Talk, text: string): void {
  const { current: channel, client } = room;
  if (channel === undefined) return telling.alarm("you are in no channel: /join CHANNEL");
  if (!channel.send(text, CHAT)) return telling.alarm("there is no connection: this was not sent");
  if (echoes) telling.line(telling.says(client.name, text, channel));
}

function message({ room, telling, echoes }: Talk, text: string): void {
  // A name may have spaces in it: the longest that fits is meant.
  const names = room.peers.map(({ name }) => name).sort((a, b) => b.length - a.length);
  const name = names.find((name) => text.toLowerCase().startsWith(`${name.toLowerCase()} `));
  const peer = name === undefined ? undefined : room.peer(name);
  if (name === undefined || peer === undefined)
    return telling.alarm("nobody of this name is in your channels (/who)");
  const said = text.slice(name.length + 1);
  peer.send(said, CHAT);
  if (echoes) telling.line(telling.tells(peer, said));
}

function kick({ room, telling }: Talk, name: string): void {
  const peer = room.peer(name);
  if (peer === undefined) return telling.alarm("nobody of this name is in your channels (/who)");
  if (!peer.channel.isMaster) return telling.alarm("only a channel's master can do that");
  peer.channel.kick(peer);
}

async function list({ room, telling }: Talk): Promise<void> {
  const channels = await room.client.listChannels();
  if (channels.length === 0) return telling.note("there are no channels that can be seen");
  for (const { name, peers } of channels) telling.note(`${plain(name)} (${peers})`);
}

function helpText(): string {
  const lines = Object.entries(COMMANDS).map(
    ([word, { takes, meaning }]) =>
      `  ${`/${word}${takes === undefined ? "" : ` ${takes}`}`.padEnd(18)} ${meaning}`,
  );
  return ["  Anything else is said to the channel; //text says /text.", ...lines].join("\n");
}
