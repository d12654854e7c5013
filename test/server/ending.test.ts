import { describe, expect, test } from "bun:test";
import { Owner } from "../../src/hooks/owner.ts";
import { Log } from "../../src/log.ts";
import { ping } from "../../src/protocol/encode.ts";
import { Reader } from "../../src/protocol/reader.ts";
import { Registry } from "../../src/relay/registry.ts";
import { Connections } from "../../src/server/connections.ts";
import { Door } from "../../src/server/door.ts";
import { Flusher } from "../../src/server/flusher.ts";
import { OutboxPool } from "../../src/server/outbox.ts";
import { TcpConnection } from "../../src/server/tcp.ts";
import { Counters } from "../../src/session/counters.ts";
import { readSettings } from "../../src/settings/read.ts";

/** A connection whose socket takes so many bytes, and writes down what else is done to it. */
function connection(takes: number) {
  let now = 0;
  const done: string[] = [];
  const socket = {
    remoteAddress: "127.0.0.1",
    takes,
    write(_bytes: Uint8Array, _start: number, length: number) {
      const taken = Math.min(length, this.takes);
      this.takes -= taken;
      return taken;
    },
    resume: () => {},
    shutdown: () => done.push("FIN"),
    close: () => done.push("close"),
    terminate: () => done.push("RST"),
  };
  const log = new Log("silent", () => {});
  const owner = new Owner({}, log);
  const settings = readSettings({});
  const shared = { log, owner, settings, counters: new Counters(), reader: new Reader(), framers: [] };
  const context = {
    ...shared,
    registry: new Registry(settings, owner),
    datagrams: { send: () => {} },
    clock: () => now,
  };
  const flusher = new Flusher((error) => {
    throw error;
  });
  const parts = {
    context,
    flusher,
    outboxes: new OutboxPool(),
    connections: new Connections<TcpConnection>(),
    door: new Door(context),
  };
  const tcp = new TcpConnection(socket as never, parts);
  const pass = (milliseconds: number) => {
    now += milliseconds;
    tcp.beat(now);
  };
  return { tcp, socket, done, pass };
}

describe("a connection that is ended", () => {
  test("says FIN when all is sent, and is closed, not reset, when the client has had its time", () => {
    const { tcp, done, pass } = connection(100);
    tcp.send(ping());
    tcp.end();
    tcp.flush();
    expect(done).toEqual(["FIN"]);
    pass(1999);
    expect(done).toEqual(["FIN"]);
    pass(1);
    expect(done).toEqual(["FIN", "close"]);
  });

  test("goes on sending what waits for as long as the client takes any of it", () => {
    const { tcp, socket, done, pass } = connection(0);
    for (let i = 0; i < 3; i++) tcp.send(ping());
    tcp.end();
    tcp.flush();
    for (let i = 0; i < 3; i++) {
      pass(9000);
      expect(done).toEqual([]);
      socket.takes = 2;
      tcp.drain();
    }
    expect(done).toEqual(["FIN"]);
  });

  test("is cut off when the client takes nothing for long", () => {
    const { tcp, done, pass } = connection(0);
    tcp.send(ping());
    tcp.end();
    tcp.flush();
    pass(10_000);
    expect(done).toEqual(["RST"]);
  });

  test("is cut off in the end, at whatever trickle the client takes it", () => {
    const { tcp, socket, done, pass } = connection(0);
    for (let i = 0; i < 100; i++) tcp.send(ping());
    tcp.end();
    tcp.flush();
    for (let i = 0; i < 6; i++) {
      expect(done).toEqual([]);
      socket.takes = 1;
      tcp.drain();
      pass(5000);
    }
    expect(done).toEqual(["RST"]);
  });
});
