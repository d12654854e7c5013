import { Client, DenialError } from "../../client/public.ts";
import { UserError } from "../../config/user-error.ts";
import { plain } from "../../log.ts";
import { helpOf, visitorLine } from "../visitor-line.ts";
import { completions, obey } from "./commands.ts";
import { Room } from "./room.ts";
import { isInteractive, standardScreen } from "./screen.ts";
import { Telling } from "./telling.ts";

const FLAGS = {
  name: {
    type: "string",
    short: "n",
    value: "NAME",
    meaning: "who you are; by default your name on this machine",
  },
  channel: { type: "string", short: "c", value: "NAME", meaning: "the channel to join, by default Lobby" },
  help: { type: "boolean", short: "h", meaning: "show this" },
} as const;

const USAGE = `greenwing chat: talk with whoever is on a Lacewing server

  greenwing chat                         this machine's server
  greenwing chat play.example:6121       another, by TCP and UDP
  greenwing chat wss://play.example      another, by WebSocket
  echo Hello | greenwing chat play.example    says it and ends`;

/** So many other names are tried where one that nobody asked for is taken. */
const TRIES = 5;

/** Talks with a server's people until there is nothing more to say; gives the exit status. */
export async function chat(args: readonly string[]): Promise<number> {
  const line = visitorLine(args, FLAGS);
  const { name, channel = "Lobby", help } = line.values;
  if (help === true) return helpOf(USAGE, FLAGS);
  // Who waits for the end of a pipe had rather know that it is over.
  const client = new Client(line.address, { reconnect: isInteractive() });
  const room = new Room(client);
  const screen = standardScreen((typed) => completions(room, typed));
  const telling = new Telling(room, screen);
  let lost: UserError | undefined;
  await arrive(client, line.shown);
  telling.note(`connected to ${line.shown}: ${plain(client.welcome)}`);
  telling.follow();
  client.on("disconnected", ({ reason, retryIn }) => {
    if (reason === "closed" || retryIn !== undefined) return;
    lost = new UserError(
      `the connection to ${line.shown} is lost: ${plain(reason)} (what the pipe still has was not said)`,
    );
    screen.end();
  });
  const denied = await settle(client, name as string | undefined, channel as string);
  if (denied !== undefined) {
    if (!screen.interactive) throw lost ?? new UserError(denied);
    telling.alarm(`${denied} (/nick takes a name, /join a channel)`);
  }
  if (screen.interactive) telling.note("/help shows what you can type, /quit ends it");
  const echoes = screen.interactive;
  await screen.lines((typed) => obey({ room, telling, echoes, end: screen.end }, typed));
  await client.close();
  if (lost !== undefined) throw lost;
  return 0;
}

async function arrive(client: Client, shown: string): Promise<void> {
  try {
    await client.open();
  } catch (error) {
    if (error instanceof DenialError)
      throw new UserError(`${shown} refuses the connection: ${plain(error.reason)}`);
    const { message } = error as Error;
    throw new UserError(`cannot connect to ${shown}: ${message} (greenwing probe ${shown} says more)`);
  }
}

/** Takes a name, `asked` or one of its own, and joins the channel; gives why not where it is denied. */
async function settle(
  client: Client,
  asked: string | undefined,
  channel: string,
): Promise<string | undefined> {
  for (let i = 1; ; i++) {
    try {
      await client.setName(asked ?? ownName(i));
      await client.join(channel);
      return undefined;
    } catch (error) {
      const isTaken = error instanceof DenialError && error.reason.includes("taken");
      if (asked === undefined && isTaken && i < TRIES) continue;
      return plain((error as Error).message);
    }
  }
}

/** The user's name on this machine, the first time; then with a number. */
function ownName(attempt: number): string {
  const { USER, LOGNAME, USERNAME } = process.env;
  const name = USER || LOGNAME || USERNAME || "guest";
  return attempt === 1 ? name : `${name}-${Math.floor(Math.random() * 10_000)}`;
}
