import type { Hooks } from "../../src/hooks/hooks.ts";
import { Owner } from "../../src/hooks/owner.ts";
import { Log } from "../../src/log.ts";
import { Reader } from "../../src/protocol/reader.ts";
import type { MakeFanout } from "../../src/relay/fanout.ts";
import type { TransportKind } from "../../src/relay/link.ts";
import { Registry } from "../../src/relay/registry.ts";
import { Connections } from "../../src/server/connections.ts";
import { Door } from "../../src/server/door.ts";
import { ChannelBatch } from "../../src/server/output/channel-batch.ts";
import { Flusher } from "../../src/server/output/flusher.ts";
import { OutboxPool } from "../../src/server/output/outbox.ts";
import { Pacer } from "../../src/server/output/pacer.ts";
import { Pages } from "../../src/server/pages.ts";
import { TcpConnection } from "../../src/server/tcp.ts";
import { WebConnection } from "../../src/server/websocket.ts";
import { Counters } from "../../src/session/counters.ts";
import { Rates } from "../../src/session/rates.ts";
import { readSettings } from "../../src/settings/read.ts";
import type { SettingsInput } from "../../src/settings/schema.ts";
import { MessageCutter, webSocketRequest } from "../support/websocket-wire.ts";
import { bytes, Cutter, frame, type Heard, hex, say, understand } from "../support/wire.ts";

/**
 * Connections of one server whose clock is ours (a write takes `time.write`, a close `time.close`), and whose sockets
 * take what they are told to.
 */
export function host(given: SettingsInput = {}, hooks: Hooks = {}, fanout?: MakeFanout) {
  const time = { now: 0, write: 0, close: 0 };
  const lines: string[] = [];
  const datagrams: string[] = [];
  const clock = () => time.now;
  const report = (error: unknown) => {
    throw error;
  };
  const log = new Log("info", (_level, line) => void lines.push(line), clock);
  const owner = new Owner(hooks, log);
  const settings = readSettings(given);
  const counters = new Counters();
  const flusher = new Flusher({ clock, pacer: new Pacer(settings.tcp.flushInterval), report });
  const outboxes = new OutboxPool(settings.limits.outboxHard);
  const batches = { flusher, outboxes };
  const context = {
    ...{ log, owner, settings, counters, clock, reader: new Reader(), framers: [] },
    registry: new Registry(settings, owner, fanout ?? ((audience) => new ChannelBatch(audience, batches))),
    rates: new Rates(settings.limits),
    turns: flusher,
    datagrams: { send: (data: Uint8Array) => void datagrams.push(Buffer.from(data).toString("hex")) },
  };
  const connections = new Connections<TcpConnection>();
  const parts = {
    context,
    encrypted: false,
    flusher,
    outboxes,
    connections,
    door: new Door(context),
    pages: new Pages(log, undefined),
  };

  /** A connection whose socket takes so many bytes, and writes down what else is done to it. */
  function connection(takes: number, transport: TransportKind = "tcp") {
    const done: string[] = [];
    const writes: number[] = [];
    const cutter = transport === "tcp" ? new Cutter() : new MessageCutter();
    const heard: Heard[] = [];
    const socket = {
      remoteAddress: "127.0.0.1",
      takes,
      /** Whether what the client says is read. */
      reads: true,
      write(bytes: Uint8Array, start: number, length: number) {
        const taken = Math.min(length, this.takes);
        this.takes -= taken;
        time.now += time.write;
        writes.push(taken);
        heard.push(...cutter.push(bytes.slice(start, start + taken)).map(understand));
        return taken;
      },
      pause() {
        this.reads = false;
      },
      resume() {
        this.reads = true;
      },
      shutdown: () => done.push("FIN"),
      close() {
        time.now += time.close;
        done.push("close");
      },
      terminate: () => done.push("RST"),
    };
    const Connection = transport === "tcp" ? TcpConnection : WebConnection;
    return { tcp: new Connection(socket as never, parts), socket, done, writes, heard };
  }

  /** A client that has joined a channel, whose socket takes anything. */
  function member(name: string, channel: string, transport: TransportKind = "tcp") {
    const client = connection(Number.POSITIVE_INFINITY, transport);
    const said = [say.connect(), say.setName(name), say.join(channel)].map((message) => frame(message));
    client.tcp.receive(transport === "tcp" ? hex("00") : Buffer.from(webSocketRequest()));
    client.tcp.session.receive(bytes(...said));
    return { ...client, id: client.tcp.session.client.id };
  }

  function pass(milliseconds: number): void {
    time.now += milliseconds;
    for (const connection of connections) connection.beat(time.now);
  }

  return { connection, member, pass, time, counters, lines, datagrams, flusher, context };
}
