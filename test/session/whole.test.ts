import { describe, test } from "bun:test";
import fc from "fast-check";
import type { Rules } from "../relay/model.ts";
import { SocketlessStage } from "../support/socketless.ts";
import { SocketStage } from "../support/sockets.ts";
import type { Setting, Stage } from "../support/stage.ts";
import { COMMANDS, OPENING, type Real } from "./commands.ts";
import { SessionModel } from "./session-model.ts";

const FREE: Rules = {
  unique: "channel",
  succession: "none",
  clients: 0,
  channels: 0,
  channelsPerClient: 0,
  peersPerChannel: 0,
};

const RULES: readonly (readonly [title: string, rules: Rules])[] = [
  ["no limits", FREE],
  [
    "the longest-standing peer succeeds, and names unique on the server",
    { ...FREE, succession: "oldest", unique: "server" },
  ],
  ["limits", { ...FREE, clients: 4, channels: 2, channelsPerClient: 2, peersPerChannel: 3 }],
];

const PATIENCE = 60_000;

/** Commands against the model, on stages of this kind. */
async function holds(stage: (setting: Setting) => Promise<Stage>, rules: Rules, runs: number): Promise<void> {
  const { unique, succession, ...limits } = rules;
  const settings = {
    names: { unique },
    channels: { succession },
    limits,
    server: { welcome: "Hi" },
  } as const;
  const play = async (commands: Iterable<fc.AsyncCommand<SessionModel, Real>>) => {
    await using set = await stage({ settings });
    const model = new SessionModel(rules);
    const real: Real = { stage: set, players: new Map() };
    for (const command of OPENING) await command.run(model, real);
    await fc.asyncModelRun(async () => ({ model, real }), commands);
  };
  const conversations = fc.commands(COMMANDS, { maxCommands: 60, size: "max" });
  await fc.assert(fc.asyncProperty(conversations, play), { numRuns: runs });
}

describe("everything that anybody hears in whole conversations is what a simple model says", () => {
  for (const [title, rules] of RULES) {
    test(
      `${title} (socketless)`,
      () => holds((setting) => SocketlessStage.set(setting), rules, 60),
      PATIENCE,
    );
    test(`${title} (sockets)`, () => holds((setting) => SocketStage.set(setting), rules, 2), PATIENCE);
  }
});
