/** A chat in a page: names, channels, messages to all of a channel. */
import type { Channel, Received } from "greenwing/client";
import { clientOfThisPage, element, nameElement, openDoor } from "../web-shared/door.ts";

/** The subchannel that people chat on; on the others are the moves of their games. */
const CHAT = 0;

/** A text that begins so is what somebody does, and not what they say. */
const ACTION = "/me ";

/** More than so many lines are not kept. */
const MOST_LINES = 500;

const log = element("log", HTMLOListElement);
const text = element("text", HTMLInputElement);
const people = element("people", HTMLUListElement);
const channels = element("channels", HTMLUListElement);

let current: Channel | undefined;
let isConnected = false;

const client = clientOfThisPage();

function append(kind: string, ...parts: (string | Node)[]): void {
  const line = document.createElement("li");
  line.className = kind;
  const time = document.createElement("time");
  time.textContent = new Date().toTimeString().slice(0, 5);
  line.append(time, ...parts);
  // Who reads what was said before is left where they are.
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  log.append(line);
  while (log.childElementCount > MOST_LINES) log.firstElementChild?.remove();
  if (isAtEnd) log.scrollTop = log.scrollHeight;
}

function said(name: string, words: string): void {
  if (words.startsWith(ACTION)) append("action", nameElement(name), ` ${words.slice(ACTION.length)}`);
  else append("message", nameElement(name), ` ${words}`);
}

/** Texts of people; what games send to each other is none of a chat's business. */
function isChat({ subchannel, variant, isObject }: Received): boolean {
  return subchannel === CHAT && variant === 0 && !isObject;
}

function showPeople(): void {
  if (current === undefined) return;
  const all = [{ name: client.name, isMaster: current.isMaster }, ...current.peers.values()];
  people.replaceChildren(
    ...all.map(({ name, isMaster }) => {
      const item = document.createElement("li");
      item.append(nameElement(name));
      if (isMaster) item.className = "master";
      return item;
    }),
  );
}

/** Every channel but this one is a button that leads there. */
async function showChannels(): Promise<void> {
  const list = await client.listChannels().catch(() => []);
  channels.replaceChildren(
    ...list.map(({ name, peers }) => {
      const item = document.createElement("li");
      if (name === current?.name) {
        item.textContent = name;
        return item;
      }
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.textContent = `${name} (${peers})`;
      button.addEventListener("click", () => move(name));
      item.append(button);
      return item;
    }),
  );
}

async function move(name: string): Promise<void> {
  const before = current;
  try {
    enter(await client.join(name));
    await before?.leave();
  } catch (error) {
    append("note", error instanceof Error ? error.message : String(error));
  }
}

function enter(channel: Channel): void {
  current = channel;
  element("where", HTMLElement).textContent = `in ${channel.name}`;
  element("chat", HTMLElement).hidden = false;
  append("note", `You are in ${channel.name}`);
  showPeople();
  void showChannels();
  text.focus();
}

openDoor(client, enter);

client.on("channelMessage", ({ channel, peer, message }) => {
  if (channel === current && isChat(message)) said(peer.name, message.text);
});
client.on("peerMessage", ({ peer, message }) => {
  if (isChat(message)) append("message", nameElement(peer.name), ` to you alone: ${message.text}`);
});
client.on("serverMessage", ({ message }) => {
  if (isChat(message)) append("note", message.text);
});
client.on("serverChannelMessage", ({ channel, message }) => {
  if (channel === current && isChat(message)) append("note", message.text);
});
client.on("peerJoined", ({ channel, peer }) => {
  if (channel !== current) return;
  append("note", nameElement(peer.name), " is here");
  showPeople();
});
client.on("peerLeft", ({ channel, peer }) => {
  if (channel !== current) return;
  append("note", nameElement(peer.name), " has left");
  showPeople();
});
client.on("peerNameChanged", ({ channel, peer, before }) => {
  if (channel !== current) return;
  append("note", nameElement(before), " is now ", nameElement(peer.name));
  showPeople();
});
client.on("masterChanged", showPeople);
client.on("joined", ({ channel, again }) => {
  if (!again) return;
  append("note", "Connected again");
  enter(channel);
  element("enter", HTMLFormElement).hidden = true;
});
client.on("left", ({ channel }) => {
  if (channel !== current) return;
  current = undefined;
  element("chat", HTMLElement).hidden = true;
  element("where", HTMLElement).textContent = "";
});
client.on("connected", () => {
  isConnected = true;
});
client.on("disconnected", () => {
  // Each try that fails is told as well: that is the status line's.
  if (isConnected) append("note", "The connection is lost");
  isConnected = false;
});

element("composer", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  const words = text.value.trim();
  if (words === "" || current === undefined) return;
  if (!current.send(words, CHAT)) return append("note", "There is no connection: this was not sent");
  said(client.name, words);
  text.value = "";
});

element("leave", HTMLButtonElement).addEventListener("click", () => void current?.leave());

// Nobody tells a client that other channels come and go.
setInterval(() => {
  if (current !== undefined && !document.hidden) void showChannels();
}, 10_000);
