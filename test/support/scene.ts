import { test } from "bun:test";
import { SocketlessStage } from "./socketless.ts";
import { SocketStage } from "./sockets.ts";
import type { Setting, Stage } from "./stage.ts";

type Play = (stage: Stage) => Promise<void>;

/** How a scene is set, and on which stage it is played where it cannot be on both. */
export interface Scene extends Setting {
  readonly only?: "socketless" | "sockets" | undefined;
  /** How long it may take, in milliseconds, where that is more than a test commonly may. */
  readonly lasts?: number;
}

const STAGES = {
  socketless: (setting: Setting): Promise<Stage> => SocketlessStage.set(setting),
  sockets: (setting: Setting): Promise<Stage> => SocketStage.set(setting),
};

/** A conversation, written once: a test on each stage. */
export function scene(title: string, play: Play): void;
export function scene(title: string, set: Scene, play: Play): void;
export function scene(title: string, ...rest: [Play] | [Scene, Play]): void {
  const [set, play]: [Scene, Play] = rest.length === 1 ? [{}, rest[0]] : rest;
  for (const name of set.only === undefined ? (["socketless", "sockets"] as const) : [set.only]) {
    const run = async () => {
      await using stage = await STAGES[name](set);
      await play(stage);
    };
    test(`${title} (${name})`, run, set.lasts);
  }
}
