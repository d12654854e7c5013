/** A page where everybody's dot moves: names, channels, and places that are blasted. */
import type { Channel, Peer } from "greenwing/client";
import { clientOfThisPage, element, nameElement, openDoor } from "../web-shared/door.ts";
import { type Dot, decodePlace, dotAt, encodePlace, follow, place, SIZE, walk } from "./dots.ts";
import { Field } from "./field.ts";

/** The subchannel of places. */
const PLACES = 1;

/** A moving dot's place is blasted so often, in milliseconds. What is lost is made up for by the next. */
const PAUSE = 50;

const client = clientOfThisPage();
const field = new Field(element("field", HTMLElement));
const players = element("players", HTMLUListElement);

let channel: Channel | undefined;
let own: Dot = dotAt("", place(SIZE / 2, SIZE / 2));
/** The others, by their ids. */
const dots = new Map<number, Dot>();
let isMoving = false;
let blastedAt = 0;
let drawnAt = 0;

function enter(entered: Channel): void {
  channel = entered;
  own = dotAt(client.name, place(SIZE * (0.2 + 0.6 * Math.random()), SIZE * (0.2 + 0.6 * Math.random())));
  dots.clear();
  for (const peer of entered.peers.values()) meet(peer);
  element("game", HTMLElement).hidden = false;
  element("enter", HTMLElement).hidden = true;
  // Sent and not blasted: it may be the last that the others hear for a while.
  entered.send(encodePlace(own), PLACES);
  showPlayers();
  element("field", HTMLElement).focus();
}

/** Somebody whose place is not known yet stands in the middle. */
function meet(peer: Peer): void {
  dots.set(peer.id, dotAt(peer.name, place(SIZE / 2, SIZE / 2)));
}

function news(text: string): void {
  element("news", HTMLElement).textContent = text;
}

function showPlayers(): void {
  const all: [string, Dot][] = [
    ["me", own],
    ...[...dots].map(([id, dot]): [string, Dot] => [String(id), dot]),
  ];
  players.replaceChildren(
    ...all.map(([id, dot]) => {
      const item = document.createElement("li");
      item.id = `player-${id}`;
      item.append(nameElement(dot.name));
      return item;
    }),
  );
}

/** For whoever looks at the page other than with eyes, such as a test. */
function writePlace(id: string, { x, y }: Dot): void {
  const item = document.getElementById(`player-${id}`);
  if (item !== null) item.dataset.place = `${Math.round(x)},${Math.round(y)}`;
}

function tellPlace(now: number): void {
  if (channel === undefined || now - blastedAt < PAUSE) return;
  blastedAt = now;
  channel.blast(encodePlace(own), PLACES);
}

function step(now: number): void {
  requestAnimationFrame(step);
  const seconds = Math.min(0.1, (now - drawnAt) / 1000);
  drawnAt = now;
  if (channel === undefined) return;
  own.goal = field.goal(own) ?? own.goal;
  const hasMoved = walk(own, seconds);
  if (hasMoved) tellPlace(now);
  // Where it has stopped must arrive.
  else if (isMoving) channel.send(encodePlace(own), PLACES);
  isMoving = hasMoved;
  for (const [id, dot] of dots) {
    follow(dot, seconds);
    writePlace(String(id), dot);
  }
  writePlace("me", own);
  field.draw([...dots.values()], own);
}

openDoor(client, enter);

function takePlace(peer: Peer, bytes: Uint8Array): void {
  const dot = dots.get(peer.id);
  const heard = decodePlace(bytes);
  if (dot !== undefined && heard !== undefined) dot.goal = heard;
}

client.on("channelMessage", ({ channel: where, peer, message }) => {
  if (where === channel && message.subchannel === PLACES) takePlace(peer, message.bytes);
});
client.on("peerMessage", ({ channel: where, peer, message }) => {
  if (where === channel && message.subchannel === PLACES) takePlace(peer, message.bytes);
});
client.on("peerJoined", ({ channel: where, peer }) => {
  if (where !== channel) return;
  meet(peer);
  peer.send(encodePlace(own), PLACES);
  showPlayers();
  news(`${peer.name} has come`);
});
client.on("peerLeft", ({ channel: where, peer }) => {
  if (where !== channel) return;
  dots.delete(peer.id);
  showPlayers();
  news(`${peer.name} has left`);
});
client.on("peerNameChanged", ({ peer }) => {
  const dot = dots.get(peer.id);
  if (dot !== undefined) dot.name = peer.name;
  showPlayers();
});
client.on("joined", ({ channel: joined, again }) => {
  if (again) enter(joined);
});
client.on("left", ({ channel: where }) => {
  if (where !== channel) return;
  channel = undefined;
  element("game", HTMLElement).hidden = true;
});

element("leave", HTMLButtonElement).addEventListener("click", () => void channel?.leave());

requestAnimationFrame(step);
