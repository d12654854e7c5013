import { describe, expect, test } from "bun:test";
import { ping } from "../../src/protocol/encode.ts";
import { bytes, frame, say } from "../support/wire.ts";
import { host } from "./host.ts";

/** A connection whose socket takes so many bytes, and the passing of time. */
function connection(takes: number) {
  const { connection: connect, pass } = host();
  return { ...connect(takes), pass };
}

describe("a connection that is ended", () => {
  test("says FIN when all is sent, and is closed, not reset, when the client has had its time", () => {
    const { tcp, done, pass } = connection(100);
    tcp.send(ping());
    tcp.end("left", "");
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
    tcp.end("left", "");
    tcp.flush();
    for (let i = 0; i < 3; i++) {
      pass(9000);
      expect(done).toEqual([]);
      socket.takes = 2;
      tcp.drain();
    }
    expect(done).toEqual(["FIN"]);
  });

  test("is closed when all is sent, without a FIN before, where the client has closed its side", () => {
    const { tcp, socket, done } = connection(0);
    for (let i = 0; i < 3; i++) tcp.send(ping());
    tcp.flush();
    tcp.left();
    tcp.flush();
    expect(done).toEqual([]);
    socket.takes = 100;
    tcp.drain();
    expect(done).toEqual(["close"]);
  });

  test("is cut off when the client takes nothing for long", () => {
    const { tcp, done, pass } = connection(0);
    tcp.send(ping());
    tcp.end("left", "");
    tcp.flush();
    pass(10_000);
    expect(done).toEqual(["RST"]);
  });

  test("is cut off in the end, at whatever trickle the client takes it", () => {
    const { tcp, socket, done, pass } = connection(0);
    for (let i = 0; i < 100; i++) tcp.send(ping());
    tcp.end("left", "");
    tcp.flush();
    for (let i = 0; i < 6; i++) {
      expect(done).toEqual([]);
      socket.takes = 1;
      tcp.drain();
      pass(5000);
    }
    expect(done).toEqual(["RST"]);
  });

  test.each([
    ["breaks the protocol", { limits: {} }, frame(say.connect()).fill(15, 2, 3)],
    ["is denied", { limits: {} }, frame(say.connect())],
    ["is over its rate", { limits: { messageBurst: 2, overRate: "disconnect" as const } }, frame(say.pong())],
  ])(
    "is read on, whatever the client had said when it %s: unread bytes would be a reset",
    (_, settings, last) => {
      const { connection } = host(settings);
      const { tcp, socket, done } = connection(1e9);
      const rest = Array.from({ length: 50_000 }, () => frame(say.pong()));
      tcp.session.receive(bytes([0], frame(say.connect()), frame(say.pong()), last, ...rest));
      expect([tcp.session.phase, socket.reads]).toEqual(["closed", true]);
      tcp.flush();
      expect(done).toEqual(["FIN"]);
    },
  );
});
