import { describe, expect, test } from "bun:test";
import { describe as inWords } from "../../scripts/fuzz/action.ts";
import { fuzz, type StageName, tell } from "../../scripts/fuzz/run.ts";
import { ROUTES } from "../../src/session/routes.ts";
import { withSeed } from "../support/dice.ts";

const SEEDS = 2 ** 32;

/** How long a busy machine may take: milliseconds. */
const PATIENCE = 120_000;

/** Fuzzes with a new seed each time, which a failure tells. */
function fuzzes(stage: StageName, frames: number, datagrams: number): Promise<void> {
  return withSeed(async (dice) => {
    const seed = dice.throw(SEEDS);
    const { tally, failure } = await fuzz(stage, { seed, first: 0, frames, datagrams });
    if (failure !== undefined) throw new Error(tell(stage, seed, failure));
    expect(tally.mutated).toBeGreaterThanOrEqual(frames);
    expect(tally.datagrams).toBeGreaterThanOrEqual(datagrams);
    expect(tally.breaches).toBeGreaterThan(0);
    expect(tally.read).toBeGreaterThan(0);
  });
}

describe("two witnesses notice nothing of spoilt conversations around them", () => {
  test("by sessions without sockets", () => fuzzes("socketless", 12_000, 3000), PATIENCE);
  test("over real sockets", () => fuzzes("sockets", 4000, 1000), PATIENCE);
});

/** The server's own handlers, but for those of this type, which go through `spoil` first. */
function spoilt(type: string, spoil: (payload: Uint8Array) => "drop" | "handle") {
  return ROUTES.map((route): (typeof ROUTES)[number] => ({
    ...route,
    handle: (session, head, reader, blasted) => {
      const payload = reader.bytes.subarray(reader.offset, reader.end);
      if (route.type === type && spoil(payload) === "drop") return;
      route.handle(session, head, reader, blasted);
    },
  }));
}

describe("a defect is found", () => {
  const plan = { seed: 7, first: 0, frames: 200_000, datagrams: 0 };

  test(
    "that throws, and it is shrunk to a few bytes",
    async () => {
      const routes = spoilt("ChannelMaster", (payload) => {
        if (payload[2] === 7) throw new TypeError("a defect");
        return "handle";
      });
      const { failure } = await fuzz("socketless", { ...plan, routes });
      expect(failure?.complaint).toStartWith("TypeError: a defect");
      const said = (failure?.actions ?? []).map((action) => inWords(action).split(" says ")[1] ?? "");
      // The zero byte and Connect, and a ChannelMaster message, of some thousand frames.
      expect(said.join("")).toStartWith("00000b007265766973696f6e2033");
      expect(said.join("").length / 2).toBeLessThan(150);
      expect(said.length).toBeLessThanOrEqual(4);
    },
    PATIENCE,
  );

  test(
    "that loses a message",
    async () => {
      // A witness's message: subchannel, channel, and a number that they come to.
      const routes = spoilt("BinaryChannelMessage", (payload) =>
        payload.length === 7 && payload[3] === 50 ? "drop" : "handle",
      );
      const { failure } = await fuzz("socketless", { ...plan, routes });
      expect(failure?.complaint).toMatch(/heard|hear all|flood/);
    },
    PATIENCE,
  );

  test(
    "that forgets that a binding is alive",
    async () => {
      const routes = ROUTES.map((route): (typeof ROUTES)[number] => ({
        ...route,
        handle: (session, head, reader, blasted) => {
          if (session.binding !== undefined) session.binding.heardAt = Number.NEGATIVE_INFINITY;
          route.handle(session, head, reader, blasted);
        },
      }));
      const { failure } = await fuzz("socketless", { ...plan, datagrams: 50_000, routes });
      expect(failure?.complaint).toMatch(/heard|hear all/);
    },
    PATIENCE,
  );
});
