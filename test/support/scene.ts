import { test } from "bun:test";
import { TlsStage } from "./over-tls.ts";
import { SocketlessStage } from "./socketless.ts";
import { SocketStage } from "./sockets.ts";
import type { Setting, Stage } from "./stage.ts";
import { WebSocketStage } from "./websockets.ts";

type Play = (stage: Stage) => Promise<void>;

type StageName = keyof typeof STAGES;

/** How a scene is set, and on which stages it is played where it cannot be on all. */
export interface Scene extends Setting {
  readonly only?: StageName | readonly StageName[] | undefined;
  /** How long it may take, in milliseconds, where that is more than a test commonly may. */
  readonly lasts?: number;
}

const STAGES = {
  socketless: (setting: Setting): Promise<Stage> => SocketlessStage.set(setting),
  sockets: (setting: Setting): Promise<Stage> => SocketStage.set(setting),
  tls: (setting: Setting): Promise<Stage> => TlsStage.set(setting),
  websockets: (setting: Setting): Promise<Stage> => WebSocketStage.set(setting),
};

/** For what there is by TCP and UDP alone: its framing, its opening byte, its datagrams. */
export const BY_TCP: readonly StageName[] = ["socketless", "sockets", "tls"];

/** The stages on which a scene is played: all, where nothing is said. */
export function stagesOf(only: Scene["only"]): readonly StageName[] {
  return only === undefined ? (Object.keys(STAGES) as StageName[]) : [only].flat();
}

/** A conversation, written once: a test on each stage. */
export function scene(title: string, play: Play): void;
export function scene(title: string, set: Scene, play: Play): void;
export function scene(title: string, ...rest: [Play] | [Scene, Play]): void {
  const [set, play]: [Scene, Play] = rest.length === 1 ? [{}, rest[0]] : rest;
  for (const name of stagesOf(set.only)) {
    const run = async () => {
      await using stage = await STAGES[name](set);
      await play(stage);
    };
    test(`${title} (${name})`, run, set.lasts);
  }
}
