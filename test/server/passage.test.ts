import { expect, test } from "bun:test";
import { Passage } from "../../src/server/output/passage.ts";
import { Queue } from "../../src/server/output/queue.ts";

const MIB = 1 << 20;

/** Those who wait, each of whom puts off so many bytes in so many writes when it passes, and waits again behind them. */
function queueOf(names: string, bytes: number, writes: number) {
  const passage = new Passage();
  const late = new Queue<string>();
  const passed: string[] = [];
  for (const name of names) late.push(name);
  /** Takes the first out of the queue: a write is done, or somebody may pass, or waits on. */
  const step = () => {
    const name = late.shift() as string;
    if (name === "write") return;
    if (name === name.toLowerCase()) return late.push(name.toUpperCase());
    if (!passage.passes(late)) return late.push(name);
    passed.push(name);
    passage.putOff += bytes;
    for (let i = 0; i < writes; i++) late.push("write");
    late.push(name.toLowerCase());
  };
  return { passed, late, step };
}

test("those who put off much pass one by one, each when the one before is written, and in order", () => {
  const { passed, late, step } = queueOf("ABCDE", 8 * MIB, 100);
  let steps = 0;
  for (; passed.length < 25; steps++) step();
  expect(passed.join("")).toBe("ABCDE".repeat(5));
  // No more waits than what two of them put off.
  expect(late.length).toBeLessThanOrEqual(5 + 200);
  expect(steps).toBeLessThan(25 * (100 + 5));
});

test("those who put off little pass together", () => {
  const { passed, step } = queueOf("ABCDE", 1000, 0);
  for (let i = 0; i < 15; i++) step();
  expect(passed.join("")).toBe("ABCDEABCDE");
});
