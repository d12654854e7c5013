// For scripts/hook-cost.ts: a load that has servers spend their time on messages rather than on system calls. In each
// of 16 channels a client says 64 messages of 32 bytes in one write, and its peer hears them. The servers take turns of
// a millisecond or so, so that whatever else the machine does disturbs them all alike.
//   bun scripts/hook-bursts.ts channel|peer PORT:PID...
import { readdirSync, readFileSync } from "node:fs";
import { Content } from "../src/protocol/content.ts";
import { decodeServerMessage } from "../src/protocol/decode-server.ts";
import * as encode from "../src/protocol/encode.ts";
import { encodeClientMessage } from "../src/protocol/encode-client.ts";
import { Framer } from "../src/protocol/framer.ts";
import type { ClientMessage } from "../src/protocol/messages.ts";
import type { Frame } from "../src/protocol/writer.ts";
import { type Run, shuffled } from "./loadgen.ts";

const [to, ...servers] = process.argv.slice(2);

const PAIRS = 16;
const MESSAGES = 64;
/** Turns of each server. */
const WARM_UP = 50;
const TURNS = 250;

const utf8 = new TextEncoder();
const data = utf8.encode("x".repeat(32));

type Hear = (chunk: Uint8Array) => void;

interface Client {
  readonly id: number;
  readonly channel: number;
  say(bytes: Uint8Array): void;
  hear: Hear;
}

function burst({ bytes, start, end }: Frame): Uint8Array {
  return Buffer.concat(Array(MESSAGES).fill(bytes.slice(start, end)));
}

async function enter(port: number, name: string, channel: string): Promise<Client> {
  const { promise, resolve } = Promise.withResolvers<{ id: number; channel: number }>();
  const framer = new Framer(Number.POSITIVE_INFINITY);
  let id = 0;
  const hear: Hear = (chunk) => {
    framer.push(chunk);
    while (framer.next()) {
      const message = decodeServerMessage(framer.head, framer.reader);
      if (message.type === "Response" && "id" in message) id = message.id;
      if (message.type === "Response" && "peers" in message) resolve({ id, channel: message.channel });
    }
  };
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: { binaryType: "uint8array", data: (_, chunk) => client.hear(chunk) },
  });
  const say = (bytes: Uint8Array) => {
    if (socket.write(bytes) < bytes.length) throw new Error("a write was not taken whole");
  };
  const client = { id: 0, channel: 0, say, hear };
  say(Uint8Array.of(0));
  const messages: ClientMessage[] = [
    { type: "Connect", version: utf8.encode("revision 3") },
    { type: "SetName", name: utf8.encode(name) },
    { type: "JoinChannel", flags: 0, name: utf8.encode(channel) },
  ];
  for (const message of messages) {
    const { bytes, start, end } = encodeClientMessage(message);
    say(bytes.slice(start, end));
  }
  return Object.assign(client, await promise);
}

/** Two clients in a channel; gives what has one say a burst and resolves when the other has heard it. */
async function pair(port: number, channel: string): Promise<() => Promise<void>> {
  const sender = await enter(port, `sender in ${channel}`, channel);
  const receiver = await enter(port, `receiver in ${channel}`, channel);
  const message = { subchannel: 0, variant: 2, channel: sender.channel, data };
  const said = burst(
    to === "peer"
      ? encodeClientMessage({ type: "BinaryPeerMessage", peer: receiver.id, ...message })
      : encodeClientMessage({ type: "BinaryChannelMessage", ...message }),
  );
  const content = Object.assign(new Content(), message);
  const relayed = to === "peer" ? encode.peerMessage : encode.channelMessage;
  const expected = burst(relayed(content, sender.id));
  return () => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let at = 0;
    receiver.hear = (chunk) => {
      if (Buffer.compare(chunk, expected.subarray(at, at + chunk.length)) !== 0)
        reject(new Error("not what was said"));
      at += chunk.length;
      if (at === expected.length) resolve();
    };
    sender.say(said);
    return promise;
  };
}

/** How long a process has computed, in milliseconds. */
function computed(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const times = threads.map((id) => readFileSync(`/proc/${pid}/task/${id}/schedstat`, "utf8"));
  return times.reduce((sum, time) => sum + Number.parseInt(time, 10) / 1e6, 0);
}

/** A server and those who are connected to it. */
class Server {
  /** In milliseconds. */
  took = 0;
  readonly #pid: number;
  readonly #pairs: readonly (() => Promise<void>)[];
  #computedBefore = 0;

  private constructor(pid: number, pairs: readonly (() => Promise<void>)[]) {
    this.#pid = pid;
    this.#pairs = pairs;
  }

  static async meet(server: string): Promise<Server> {
    const [port = 0, pid = 0] = server.split(":").map(Number);
    const channels = Array.from({ length: PAIRS }, (_, number) => `channel ${number}`);
    return new Server(pid, await Promise.all(channels.map((channel) => pair(port, channel))));
  }

  begin(): void {
    this.took = 0;
    this.#computedBefore = computed(this.#pid);
  }

  async turn(): Promise<void> {
    const start = performance.now();
    await Promise.all(this.#pairs.map((speak) => speak()));
    this.took += performance.now() - start;
  }

  get found(): Run {
    const deliveries = TURNS * PAIRS * MESSAGES;
    const cpu = computed(this.#pid) - this.#computedBefore;
    return {
      deliveries_s: (deliveries * 1000) / this.took,
      cpu_us_per_op: (cpu * 1000) / deliveries,
      ok: true, // it would not have come so far
    };
  }
}

const all = await Promise.all(servers.map((server) => Server.meet(server)));
for (let turn = 0; turn < WARM_UP; turn++) for (const server of all) await server.turn();
for (const server of all) server.begin();
for (let turn = 0; turn < TURNS; turn++) for (const server of shuffled(all)) await server.turn();
console.log(JSON.stringify(all.map(({ found }) => found)));
process.exit();
