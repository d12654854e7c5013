import { describe, expect, test } from "bun:test";
import { Flusher } from "../../src/server/output/flusher.ts";
import type { Outgoing } from "../../src/server/output/outgoing.ts";
import { Pacer } from "../../src/server/output/pacer.ts";

/** The end of a loop turn. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** What one client is sent; a write of it takes 0.3 ms of the flusher's clock. */
class Client implements Outgoing {
  waiting = 0;
  inTurn = false;
  isLate = false;
  counted = 0;
  readonly #flusher: Flusher;
  readonly #write: () => void;

  constructor(flusher: Flusher, write: () => void) {
    this.#flusher = flusher;
    this.#write = write;
  }

  hears(bytes: number): void {
    this.waiting += bytes;
    this.#flusher.touch(this, bytes);
  }

  flush(): void {
    this.inTurn = false;
    this.isLate = false;
    if (this.waiting === 0) return;
    this.#flusher.uncount(this);
    this.waiting = 0;
    this.#write();
  }
}

/** A flusher, its clock, and clients whose writes are written down by name. */
function stage(interval = 0) {
  const time = { now: 0 };
  const written: string[] = [];
  const report = (error: unknown) => {
    throw error;
  };
  const flusher = new Flusher({ clock: () => time.now, pacer: new Pacer(interval), report });
  const client = (name: string) =>
    new Client(flusher, () => {
      time.now += 0.3;
      written.push(name);
    });
  const crowd = (count: number) => Array.from({ length: count }, (_, i) => client(`${i}`));
  return { flusher, time, written, client, crowd };
}

/** How many turns it takes until there is nothing left to write. */
async function turns(written: readonly string[], count: number): Promise<number> {
  for (let turns = 0; ; turns++) {
    if (written.length === count) return turns;
    await turn();
  }
}

describe("what is to be written because of one client", () => {
  test("is written at the end of the turn, up to 128 writes", async () => {
    const { flusher, written, crowd } = stage();
    flusher.begin(0);
    for (const each of crowd(128)) each.hears(10);
    expect(flusher.crowded).toBe(false);
    await turn();
    expect(written).toHaveLength(128);
  });

  test("is all put off where it is one more: a little of it is written in each turn, in order", async () => {
    const { flusher, written, crowd } = stage();
    flusher.begin(0);
    for (const each of crowd(129)) each.hears(10);
    expect(flusher.crowded).toBe(true);
    await turn();
    expect(written).toEqual(["0", "1", "2", "3"]);
    expect(await turns(written, 129)).toBe(32);
    expect(written).toEqual(Array.from({ length: 129 }, (_, i) => `${i}`));
  });

  test("comes after what is to be written because of others, who do not wait for it", async () => {
    const { flusher, written, client, crowd } = stage();
    const others = [client("before"), client("after"), client("later")];
    flusher.begin(0);
    others[0]?.hears(10);
    flusher.begin(0);
    for (const each of crowd(500)) each.hears(10);
    flusher.begin(0);
    others[1]?.hears(10);
    await turn();
    expect(written.splice(0)).toEqual(["before", "after", "0", "1", "2", "3"]);
    flusher.begin(0);
    others[2]?.hears(10);
    await turn();
    expect(written).toEqual(["later", "4", "5", "6", "7"]);
  });

  test("is written sooner to one to whom another says something, and only once", async () => {
    const { flusher, written, crowd } = stage();
    const all = crowd(200);
    flusher.begin(0);
    for (const each of all) each.hears(10);
    flusher.begin(0);
    all[150]?.hears(10);
    await turn();
    expect(written).toEqual(["150", "0", "1", "2", "3"]);
    await turns(written, 200);
    for (let i = 0; i < 5; i++) await turn();
    expect(written).toHaveLength(200);
  });

  test("counts large writes for more", () => {
    const { flusher, client } = stage();
    flusher.begin(0);
    flusher.cause(128);
    expect(flusher.crowded).toBe(false);
    client("").hears(1);
    expect(flusher.crowded).toBe(true);
    flusher.begin(0);
    expect(flusher.crowded).toBe(false);
  });
});

describe("who has caused much", () => {
  test("goes on when all of it is written", async () => {
    const { flusher, written, crowd } = stage();
    flusher.begin(0);
    for (const each of crowd(200)) each.hears(10);
    flusher.behind(() => written.push("on"));
    await turns(written, 201);
    expect(written.at(-1)).toBe("on");
  });

  test("and a turn that has had its time, make what may cost much wait", async () => {
    const { flusher, time } = stage();
    time.now = 100;
    flusher.begin(100);
    flusher.begin(103);
    expect([flusher.full(104), flusher.full(104.1)]).toEqual([false, true]);
    time.now = 200;
    await turn();
    flusher.begin(200);
    expect(flusher.full(204)).toBe(false);
  });

  test("and 8 MiB that wait, make it wait until they are written", async () => {
    const { flusher, written, crowd } = stage();
    flusher.begin(0);
    for (const each of crowd(256)) each.hears(1 << 15);
    expect(flusher.full(0)).toBe(false);
    const [more] = crowd(1);
    more?.hears(1);
    expect(flusher.full(0)).toBe(true);
    await turns(written, 257);
    flusher.begin(1000);
    expect(flusher.full(1000)).toBe(false);
  });
});

describe("work for the next turn", () => {
  test("is done then, and what it leaves for the next one, in that", async () => {
    const { flusher } = stage();
    const done: number[] = [];
    const work = () => {
      if (done.push(done.length) < 3) flusher.next(work);
    };
    flusher.next(work);
    for (let i = 1; i <= 3; i++) {
      await turn();
      expect(done).toHaveLength(i);
    }
  });

  test("is done a turn's worth at a time", async () => {
    const { flusher, time } = stage();
    let done = 0;
    for (let i = 0; i < 10; i++) {
      flusher.next(() => {
        time.now += 1;
        done++;
      });
    }
    await turn();
    expect(done).toBe(5);
    await turn();
    expect(done).toBe(10);
  });
});

test("a flusher that is stopped does all that was put off", async () => {
  const { flusher, written, crowd } = stage();
  flusher.begin(0);
  for (const each of crowd(200)) each.hears(10);
  let woken = false;
  flusher.after(1, () => {
    woken = true;
  });
  flusher.stop();
  expect(written).toHaveLength(200);
  await Bun.sleep(30);
  expect([woken, written.length]).toEqual([false, 200]);
});

describe("with tcp.flushInterval, what one is sent", () => {
  test("is written when so much time is over since the last write", async () => {
    const { flusher, time, written, client } = stage(10);
    const [one, two] = [client("one"), client("two")];
    flusher.begin(0);
    one.hears(10);
    await turn();
    expect(written).toEqual(["one"]);
    two.hears(10);
    await turn();
    expect(written).toEqual(["one"]);
    time.now += 10;
    one.hears(10);
    while (written.length < 3) await turn();
    expect(written).toEqual(["one", "two", "one"]);
  });

  test("because of what was put off is written, whoever else says nothing", async () => {
    const { flusher, time, written, client, crowd } = stage(100);
    const peer = client("peer");
    flusher.begin(0);
    client("one").hears(10);
    await turn();
    flusher.begin(time.now);
    for (const each of crowd(129)) each.hears(10);
    flusher.behind(() => peer.hears(10));
    while (written.length < 130) await turn();
    expect(written).not.toContain("peer");
    time.now += 100;
    while (written.length < 131) await turn();
    expect(written.at(-1)).toBe("peer");
  });
});
