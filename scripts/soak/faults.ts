import { datagram, say } from "../../test/support/wire.ts";
import { Draft } from "../fuzz/author/draft.ts";
import { USUAL, writeFrame } from "../fuzz/author/frames.ts";
import { mutate } from "../fuzz/author/mutations.ts";
import { ABROAD, HOST } from "../tool/addresses.ts";
import { Visitor } from "./visitor.ts";
import type { World } from "./world.ts";

/** What goes wrong in a second of a soak. Returns how often it did. */
type Fault = (world: World) => Promise<number>;

/** Those who stop reading meet here with those who flood, so that much waits for them. */
const TORRENT = "Torrent";

/** How long one that stopped reading, or says nothing, is left to the server: milliseconds. */
const STALL = 12_000;
const SILENCE = 40_000;
/** A second's flood: so many messages of so many bytes. */
const FLOOD = 60;
const FLOOD_SIZE = 16_000;
/** A second's forged datagrams. */
const FORGED = 2000;

/** Connections that are reset: at once, within a conversation, within a frame. */
const resets: Fault = async (world) => {
  const [early, talking, cut] = [
    await Visitor.connect(world),
    await Visitor.connect(world),
    await Visitor.connect(world),
  ];
  early.hangsUp("reset");
  talking.enters(world.dice.pick(world.rooms));
  cut.sends(cut.introduction(world.dice.pick(world.rooms)).slice(0, -3));
  setTimeout(() => {
    talking.says(say.toChannel(talking.channels[0] ?? 1, "bye", { subchannel: 2 }));
    for (const each of [talking, cut]) each.hangsUp("reset");
  }, 300);
  return 3;
};

/** A reader that stops, in a room and in the torrent. */
const stalls: Fault = async (world) => {
  const reader = await Visitor.connect(world);
  reader.enters(world.dice.pick(world.rooms));
  reader.says(say.join(TORRENT));
  setTimeout(() => reader.stopsReading(), 200);
  setTimeout(() => reader.hangsUp("reset"), STALL);
  return 1;
};

/** A conversation that comes a byte at a time. */
const trickles: Fault = async (world) => {
  const slow = await Visitor.connect(world);
  const bytes = slow.introduction(world.dice.pick(world.rooms));
  let at = 0;
  const timer = setInterval(() => {
    slow.sends(bytes.slice(at, at + 1));
    if (++at < bytes.length && slow.open) return;
    clearInterval(timer);
    slow.hangsUp("half-close");
  }, 20);
  return 1;
};

/** As much as the server takes, of large messages and of requests. */
const floods: Fault = async (world) => {
  const loud = await Visitor.connect(world);
  loud.enters(TORRENT);
  setTimeout(() => {
    const [channel = 1] = loud.channels;
    const much = "x".repeat(FLOOD_SIZE);
    for (let i = 0; i < FLOOD; i++) {
      loud.says(say.toChannel(channel, much, { subchannel: 2 }), say.toServer("x", { subchannel: 2 }));
      loud.says(say.setName(`${loud.name} ${i}`), say.leave(0), say.list(), say.pong());
    }
  }, 200);
  setTimeout(() => loud.hangsUp("half-close"), 3000);
  return 1;
};

/** Where datagrams are forged: at another port, and at another address. */
const forgers = Promise.all(
  [HOST, HOST, ABROAD ?? HOST].map((hostname) => Bun.udpSocket({ hostname, socket: {} })),
);

/** Datagrams in the name of those who behave well, and of nobody. */
const forged: Fault = async (world) => {
  const { dice, port } = world;
  const ids = world.ids();
  for (const socket of await forgers) {
    const batch: (Uint8Array | number | string)[] = [];
    for (let i = 0; i < FORGED / 3; i++) {
      const message = dice.pick([
        say.hello(),
        say.pong(),
        say.toChannel(1 + dice.throw(8), "forged", { subchannel: 1, variant: 2 }),
      ]);
      const id = dice.throw(8) === 0 ? dice.throw(65_536) : dice.pick(ids);
      const whole = datagram(message, id);
      batch.push(dice.throw(8) === 0 ? whole.slice(0, dice.throw(4)) : whole, port, HOST);
    }
    socket.sendMany(batch);
  }
  return FORGED;
};

const draft = new Draft();

/** Bytes of no protocol, of another one, and of ours but spoilt. */
const garbage: Fault = async (world) => {
  const { dice } = world;
  const [noise, web, spoilt] = [
    await Visitor.connect(world),
    await Visitor.connect(world),
    await Visitor.connect(world),
  ];
  noise.sends(dice.bytes(400));
  web.sends(Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  spoilt.enters(dice.pick(world.rooms));
  const company = { dice, clients: [spoilt], witnesses: world.ids(), room: 1 };
  setTimeout(() => {
    draft.clear();
    for (let i = 0; i < 30 && draft.hasRoom; i++) {
      writeFrame(draft, company, spoilt, dice.pick(USUAL));
      mutate(draft, dice);
    }
    spoilt.sends(draft.take());
  }, 300);
  setTimeout(() => {
    for (const each of [noise, web, spoilt]) each.hangsUp("reset");
  }, 2000);
  return 3;
};

/** Clients that come, join, talk, rename, leave and go, as one does. */
const churn: Fault = async (world) => {
  const { dice, rooms } = world;
  for (let i = 0; i < 4; i++) {
    const guest = await Visitor.connect(world);
    guest.enters(dice.pick(rooms));
    setTimeout(() => {
      const [channel = 1] = guest.channels;
      guest.says(say.toChannel(channel, "hello", { subchannel: 2 }), say.setName(`${guest.name}, renamed`));
      guest.says(say.leave(channel), say.join(dice.pick(rooms)), say.list());
    }, 300);
    setTimeout(() => guest.hangsUp("half-close"), 600 + dice.throw(2000));
  }
  return 4;
};

/** Connections that say nothing, or no more than the first byte: the server must end them. */
const halfOpen: Fault = async (world) => {
  for (const first of [[], [0]]) {
    const silent = await Visitor.connect(world);
    if (first.length > 0) silent.sends(Uint8Array.from(first));
    setTimeout(() => {
      if (silent.open) world.judge.violated("a connection that said nothing was not ended");
    }, SILENCE).unref();
  }
  return 2;
};

/** Every kind of fault that there is in each second. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  resets,
  stalls,
  trickles,
  floods,
  forged,
  garbage,
  churn,
  halfOpen,
};
