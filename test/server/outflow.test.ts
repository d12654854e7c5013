import { describe, expect, test } from "bun:test";
import { ping } from "../../src/protocol/encode.ts";
import { type Frame, Writer } from "../../src/protocol/writer.ts";
import { Binding } from "../../src/session/binding.ts";
import { host } from "./host.ts";

/** A message that takes so many bytes. */
function sized(size: number): Frame {
  const header = size < 256 ? 2 : size < 65_539 ? 4 : 6;
  return new Writer()
    .begin(1)
    .raw(new Uint8Array(size - header))
    .finish();
}

describe("limits.outboxHard", () => {
  test("so many bytes may wait, and not one more: then the client is let go, counted, and logged once", () => {
    const { connection, counters, lines } = host({ limits: { outboxHard: 1000 } });
    const { tcp, done } = connection(0);
    for (let waiting = 0; waiting < 1000; waiting += 2) tcp.send(ping());
    tcp.flush();
    expect([tcp.waiting, tcp.full, done]).toEqual([1000, false, []]);
    tcp.send(ping());
    expect([tcp.waiting, tcp.full]).toEqual([1000, true]);
    tcp.send(ping());
    tcp.flush();
    expect(done).toEqual(["RST"]);
    expect(counters.slowReaders).toBe(1);
    expect(lines.filter((line) => line.includes("too slowly"))).toEqual([
      "client at 127.0.0.1 reads too slowly: 1000 bytes wait",
    ]);
  });

  test("what waits for the end of a turn is written before it is too much", () => {
    const { connection, counters } = host({ limits: { outboxHard: 1000 } });
    const { tcp } = connection(1e9);
    for (let i = 0; i < 5000; i++) tcp.send(ping());
    tcp.flush();
    expect([tcp.waiting, tcp.full, counters.slowReaders]).toEqual([0, false, 0]);
  });

  test("one message is taken where nothing waits, however large it is, and then none", () => {
    const { connection } = host({ limits: { outboxHard: 1000 } });
    for (const size of [1001, 20_000, 100_000]) {
      const { tcp } = connection(0);
      tcp.send(sized(size));
      expect([tcp.waiting, tcp.full]).toEqual([size, false]);
      tcp.send(ping());
      expect([tcp.waiting, tcp.full]).toEqual([size, true]);
    }
  });

  test("0: no limit", () => {
    const { connection } = host({ limits: { outboxHard: 0 } });
    const { tcp } = connection(0);
    for (let i = 0; i < 100; i++) tcp.send(sized(100_000));
    expect([tcp.waiting, tcp.full]).toEqual([10_000_000, false]);
  });
});

describe("limits.outbox", () => {
  /** A client with a bound UDP port, for which so many bytes wait. */
  function bound(waiting: number, limits: object) {
    const stage = host({ limits });
    const { tcp, socket } = stage.connection(0);
    tcp.session.phase = "connected";
    tcp.session.binding = new Binding("127.0.0.1", 9, 0);
    for (let sent = 0; sent < waiting; sent += 2) tcp.send(ping());
    tcp.flush();
    return { ...stage, tcp, socket };
  }

  test("blasts by UDP are dropped and counted where more waits than so many bytes", () => {
    const { tcp, counters, datagrams } = bound(1000, { outbox: 1000 });
    tcp.session.blast(sized(10));
    expect([datagrams.length, counters.undeliveredBlasts]).toEqual([1, 0]);
    tcp.send(ping());
    tcp.session.blast(sized(10));
    expect([datagrams.length, counters.undeliveredBlasts]).toEqual([1, 1]);
  });

  test("and come again when it is less; what is no blast goes all the time", () => {
    const { tcp, socket, counters, datagrams } = bound(1002, { outbox: 1000 });
    tcp.session.sendDatagram(ping());
    tcp.session.blast(sized(10));
    expect(datagrams).toEqual(["b0"]);
    socket.takes = 2;
    tcp.drain();
    tcp.session.blast(sized(10));
    expect([datagrams.length, counters.undeliveredBlasts]).toEqual([2, 1]);
  });

  test("0: no limit", () => {
    const { tcp, counters, datagrams } = bound(2000, { outbox: 0 });
    tcp.session.blast(sized(10));
    expect([datagrams.length, counters.undeliveredBlasts]).toEqual([1, 0]);
  });

  test("blasts that would be sent are dropped as soon as anything waits that the client does not take", () => {
    const { connection, counters } = host({ udp: { fallback: "tcp" } });
    const { tcp } = connection(1);
    tcp.blast(ping());
    tcp.flush();
    expect([tcp.waiting, counters.undeliveredBlasts]).toEqual([1, 0]);
    tcp.blast(ping());
    expect([tcp.waiting, counters.undeliveredBlasts]).toEqual([1, 1]);
  });
});

describe("limits.stallTimeout", () => {
  test("a client that takes nothing of what waits for so long is let go, counted, and logged", () => {
    const { connection, pass, counters, lines } = host();
    const { tcp, done } = connection(0);
    tcp.session.phase = "connected";
    tcp.send(ping());
    tcp.flush();
    pass(9999);
    expect(done).toEqual([]);
    pass(1);
    expect(done).toEqual(["RST"]);
    expect(counters.slowReaders).toBe(1);
    expect(lines).toContain("client at 127.0.0.1 reads nothing: 2 bytes wait");
  });

  test("counts from the last progress, of whatever size", () => {
    const { connection, pass, counters } = host();
    const { tcp, socket, done } = connection(0);
    tcp.session.phase = "connected";
    for (let i = 0; i < 4; i++) tcp.send(sized(100));
    tcp.flush();
    for (let i = 0; i < 5; i++) {
      pass(9000);
      socket.takes = 1;
      tcp.drain();
      // What is added meanwhile is no progress.
      tcp.send(ping());
      tcp.flush();
    }
    expect([done, counters.slowReaders]).toEqual([[], 0]);
    pass(10_000);
    expect([done, counters.slowReaders]).toEqual([["RST"], 1]);
  });

  test("one for whom nothing waits may take its time, and 0 is for ever", () => {
    const idle = host();
    const { done, tcp } = idle.connection(1e9);
    tcp.session.phase = "connected";
    tcp.send(ping());
    tcp.flush();
    idle.pass(100_000);
    const patient = host({ limits: { stallTimeout: 0 } });
    const { done: alsoDone, tcp: stuck } = patient.connection(0);
    stuck.session.phase = "connected";
    stuck.send(ping());
    stuck.flush();
    patient.pass(100_000);
    expect([done, alsoDone]).toEqual([[], []]);
  });
});

describe("large messages", () => {
  test("are written at once to whom nothing waits for, and shared by all those who do not take them", () => {
    const { connection } = host();
    const frame = sized(100_000);
    let kept = 0;
    const counted: Frame = {
      ...{ bytes: frame.bytes, start: frame.start, end: frame.end, head: frame.head },
      datagram: () => frame.datagram(),
      keep: () => {
        kept++;
        return frame.keep();
      },
    };
    const [takes, some, nothing] = [connection(1e9), connection(30_000), connection(0)];
    for (const { tcp } of [takes, some, nothing]) tcp.send(counted);
    expect([takes.writes, some.writes, nothing.writes]).toEqual([[100_000], [30_000], [0]]);
    expect([takes, some, nothing].map(({ tcp }) => tcp.waiting)).toEqual([0, 70_000, 100_000]);
    expect(kept).toBe(2);
  });

  test("of one client to a crowd are put off too, after the first few", () => {
    const { connection, flusher } = host();
    flusher.begin(0);
    const crowd = Array.from({ length: 50 }, () => connection(1e9));
    const frame = sized(100_000);
    for (const { tcp } of crowd) tcp.send(frame);
    const written = crowd.filter(({ writes }) => writes.length > 0).length;
    expect(written).toBeGreaterThan(5);
    expect(written).toBeLessThan(20);
    flusher.stop();
    expect(crowd.map(({ tcp }) => tcp.waiting)).toEqual(crowd.map(() => 0));
  });
});
