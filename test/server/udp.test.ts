import { afterEach, describe, expect, test } from "bun:test";
import { Flusher } from "../../src/server/output/flusher.ts";
import { Pacer } from "../../src/server/output/pacer.ts";
import { UdpPort } from "../../src/server/udp.ts";
import { Counters } from "../../src/session/counters.ts";
import { Inbox } from "../support/inbox.ts";

const HOST = "127.0.0.1";
const open: { close(): void }[] = [];

afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

async function port() {
  const counters = new Counters();
  const flusher = new Flusher({
    pacer: new Pacer(0),
    clock: () => performance.now(),
    report: (error) => {
      throw error;
    },
  });
  const udp = new UdpPort(flusher, counters);
  await udp.listen(HOST, 0, {} as never);
  open.push(udp);
  return { udp, counters };
}

/** A place where datagrams arrive; they are texts. */
async function place() {
  const inbox = new Inbox();
  const socket = await Bun.udpSocket({
    hostname: HOST,
    socket: {
      data: (_socket, data) =>
        inbox.put({ type: "BinaryServerMessage", data: data.toString("latin1") } as never),
    },
  });
  open.push(socket);
  const next = async () => ((await inbox.next()) as { data: string }).data;
  return { port: socket.port, next };
}

const text = (data: string) => new TextEncoder().encode(data);

/** Addresses that a socket for IPv4 on the loopback interface cannot send to. */
const IMPOSSIBLE = ["::1", "not an address", "255.255.255.255"];

describe("a turn's datagrams", () => {
  test("all arrive, in order, at everybody", async () => {
    const { udp, counters } = await port();
    const [here, there] = [await place(), await place()];
    for (let i = 0; i < 20; i++) {
      udp.send(text(`here ${i}`), here.port, HOST);
      udp.send(text(`there ${i}`), there.port, HOST);
    }
    for (let i = 0; i < 20; i++)
      expect([await here.next(), await there.next()]).toEqual([`here ${i}`, `there ${i}`]);
    expect(counters.lostDatagrams).toBe(0);
  });

  for (const address of IMPOSSIBLE) {
    for (const [where, before, after] of [
      ["first", 0, 3],
      ["in the middle", 2, 2],
      ["last", 3, 0],
    ] as const) {
      test(`one that cannot be sent (to ${address}), ${where}: it is counted, and the rest goes`, async () => {
        const { udp, counters } = await port();
        const { port: number, next } = await place();
        const expected = Array.from({ length: before + after }, (_, i) => `${i}`);
        for (const each of expected.slice(0, before)) udp.send(text(each), number, HOST);
        udp.send(text("lost"), number, address);
        for (const each of expected.slice(before)) udp.send(text(each), number, HOST);
        for (const each of expected) expect(await next()).toBe(each);
        udp.send(text("next turn"), number, HOST);
        expect(await next()).toBe("next turn");
        expect(counters.lostDatagrams).toBe(1);
      });
    }
  }

  test("several that cannot be sent: each is counted", async () => {
    const { udp, counters } = await port();
    const { port: number, next } = await place();
    for (const address of ["::1", HOST, "::1", "::1", HOST, "::1"]) udp.send(text(address), number, address);
    expect([await next(), await next()]).toEqual([HOST, HOST]);
    udp.send(text("done"), number, HOST);
    expect(await next()).toBe("done");
    expect(counters.lostDatagrams).toBe(4);
  });
});

describe("a datagram", () => {
  test("of the largest size arrives; one byte more is lost and counted, and the rest of the turn goes", async () => {
    const { udp, counters } = await port();
    const { port: number, next } = await place();
    udp.send(text("before"), number, HOST);
    udp.send(new Uint8Array(65_508).fill(65), number, HOST);
    udp.send(new Uint8Array(65_507).fill(66), number, HOST);
    udp.send(text("after"), number, HOST);
    expect([await next(), await next(), await next()]).toEqual(["before", "B".repeat(65_507), "after"]);
    expect(counters.lostDatagrams).toBe(1);
  });

  test("to a port that nobody has does not keep later ones from arriving", async () => {
    const { udp } = await port();
    const { port: number, next } = await place();
    const nobody = await Bun.udpSocket({ hostname: HOST });
    const { port: free } = nobody;
    nobody.close();
    for (let i = 0; i < 3; i++) {
      udp.send(text("anybody?"), free, HOST);
      udp.send(text(`${i}`), number, HOST);
      expect(await next()).toBe(`${i}`);
    }
  });

  test("after the port was closed is lost and counted", async () => {
    const { udp, counters } = await port();
    udp.close();
    udp.close();
    udp.send(text("late"), 9, HOST);
    expect(counters.lostDatagrams).toBe(1);
  });

  test("that waits when the port is closed is lost and counted", async () => {
    const { udp, counters } = await port();
    const { port: number } = await place();
    udp.send(text("late"), number, HOST);
    udp.close();
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(counters.lostDatagrams).toBe(1);
  });

  test("to a port that nobody has take none of their neighbours with them", async () => {
    const { udp, counters } = await port();
    const here = await place();
    const nobody = await Bun.udpSocket({ hostname: HOST });
    const { port: free } = nobody;
    nobody.close();
    for (let turn = 0; turn < 20; turn++) {
      for (let i = 0; i < 10; i++) {
        udp.send(text("anybody?"), free, HOST);
        udp.send(text(`${turn} ${i}`), here.port, HOST);
      }
      for (let i = 0; i < 10; i++) expect(await here.next()).toBe(`${turn} ${i}`);
    }
    expect(counters.lostDatagrams).toBe(0);
  });
});
