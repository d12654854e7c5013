import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { difference } from "../../scripts/soak/account.ts";
import { MEMBER, Peers } from "../../scripts/soak/peers.ts";
import { Judge, keyOf } from "../../scripts/soak/world.ts";
import { Memory } from "../support/memory.ts";
import { Program } from "../support/program.ts";

const SOAK = [process.execPath, join(import.meta.dir, "../../scripts/soak.ts")];
const PATIENCE = 180_000;

describe("some seconds of mixed load with every kind of fault", () => {
  test(
    "lose, double and reorder nothing, and everybody knows what the server knows",
    async () => {
      const surroundings = { command: SOAK, patience: PATIENCE };
      const flags = ["--minutes", "0.08", "--rooms", "1", "--rate", "5"];
      const { status, out, err } = await Program.run(flags, surroundings);
      expect(out).toContain("Nothing was violated.");
      expect([status, err]).toEqual([0, ""]);
      for (const fault of [
        "resets",
        "stalls",
        "trickles",
        "floods",
        "forged",
        "garbage",
        "churn",
        "halfOpen",
      ])
        expect(out).toMatch(new RegExp(`faults: ${fault} +[1-9]`));
      expect(out).toMatch(/accounts that agreed +[1-9]/);
      expect(out).toMatch(/by WebSocket +4$/m);
      expect(out).toMatch(/^seed \d+$/m);
    },
    PATIENCE,
  );
});

const CHANNEL = 3;
const PEER = 9;

function listener() {
  const judge = new Judge();
  const peers = new Peers(judge, (what) => judge.violated(what));
  peers.add(PEER, `${MEMBER} 1`);
  return { judge, peers };
}

describe("it is a violation that a peer's numbers", () => {
  test.each([
    ["have a gap", [4, 5, 7]],
    ["come twice", [4, 5, 5]],
    ["change places", [4, 6, 5]],
  ])("%s", (_, numbers) => {
    const { judge, peers } = listener();
    for (const number of numbers.slice(0, 2)) if (number < 6) peers.hears(PEER, number);
    expect(judge.violations).toEqual([]);
    for (const number of numbers.slice(judge.delivered)) peers.hears(PEER, number);
    expect(judge.violations).not.toEqual([]);
  });

  test("have a gap to one peer alone", () => {
    const { judge, peers } = listener();
    peers.hearsAlone(PEER, 1);
    peers.hearsAlone(PEER, 3);
    expect(judge.violations).toEqual([`heard 3 of ${PEER} alone after 1`]);
  });

  test("come late by UDP, though some may be lost", () => {
    const { judge, peers } = listener();
    for (const number of [1, 4, 7]) peers.hearsBlast(PEER, number);
    expect(judge.violations).toEqual([]);
    peers.hearsBlast(PEER, 7);
    expect(judge.violations).toEqual([`heard blast 7 of ${PEER} after 7`]);
  });

  test("end before it said the last of them and left", () => {
    const { judge, peers } = listener();
    judge.departures.set(keyOf(CHANNEL, PEER), 6);
    peers.hears(PEER, 5);
    peers.remove(CHANNEL, PEER);
    expect(judge.violations).toEqual([`heard ${PEER} up to 5 only, who said 6 before it left`]);
  });

  test("are not all heard at the end", () => {
    const { peers } = listener();
    peers.hears(PEER, 5);
    expect([5, 6, undefined].map((said) => peers.missing(() => said))).toEqual([0, 1, 0]);
  });
});

test("it is a violation that two have one id at a time", () => {
  const judge = new Judge();
  judge.arrives(1, "Ann");
  judge.goes(1);
  judge.arrives(1, "Bob");
  expect(judge.violations).toEqual([]);
  judge.arrives(1, "Carol");
  expect(judge.violations).toEqual(["Carol and Bob both have the id 1"]);
});

describe("the server's account differs from what a client was told", () => {
  const memory = new Memory(1);
  memory.name = "Ann";
  memory.channels.set(CHANNEL, new Map([[2, { name: "Bob", flags: 1 }]]));
  const channel = {
    id: CHANNEL,
    master: 2,
    clients: [
      [1, "Ann"],
      [2, "Bob"],
    ] as [number, string][],
  };
  const account = { id: 1, name: "Ann", channels: [channel], clients: 2, open: 1, double: undefined };

  test("in nothing where both are the same", () => {
    expect(difference(account, memory)).toBeUndefined();
  });

  test.each([
    ["its name", { ...account, name: "Anna" }],
    ["its channels", { ...account, channels: [] }],
    ["a channel's id", { ...account, channels: [{ ...channel, id: 4 }] }],
    ["the master", { ...account, channels: [{ ...channel, master: undefined }] }],
    [
      "a peer more",
      { ...account, channels: [{ ...channel, clients: [...channel.clients, [3, "Eve"] as const] }] },
    ],
    [
      "a peer's id",
      {
        ...account,
        channels: [
          {
            ...channel,
            master: 3,
            clients: [
              [1, "Ann"],
              [3, "Bob"],
            ] as const,
          },
        ],
      },
    ],
    [
      "a peer's name",
      {
        ...account,
        channels: [
          {
            ...channel,
            clients: [
              [1, "Ann"],
              [2, "Eve"],
            ] as const,
          },
        ],
      },
    ],
    ["ids that two have", { ...account, double: 2 }],
  ])("in %s", (_, told) => {
    expect(difference(told, memory)).toBeString();
  });
});
