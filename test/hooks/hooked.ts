/** Conversations in which the owner gives hooks, and takes them back, as they go on. */
import type { Hooks } from "../../src/hooks/hooks.ts";
import type { Client } from "../../src/index.ts";
import type { SettingsInput } from "../../src/settings/schema.ts";
import type { Player } from "../support/player.ts";
import { type Scene, scene, stagesOf } from "../support/scene.ts";
import type { Stage } from "../support/stage.ts";

type Play = (stage: Stage, hooks: Hooks) => Promise<void>;
type Set = Pick<Scene, "only"> & { readonly settings?: SettingsInput };

/** A conversation on both stages, each with hooks of its own: what is put into them holds from then on. */
export function hooked(title: string, play: Play): void;
export function hooked(title: string, set: Set, play: Play): void;
export function hooked(title: string, ...rest: [Play] | [Set, Play]): void {
  const [{ only, settings }, play] = rest.length === 1 ? [{} as Set, rest[0]] : rest;
  const server = { welcome: "Hi", ...settings?.server };
  for (const stage of stagesOf(only)) {
    const hooks: Hooks = {};
    scene(title, { only: stage, hooks, settings: { ...settings, server } }, (set) => play(set, hooks));
  }
}

/** A hook whose verdict comes when the conversation says so. */
export function later<Verdict>() {
  const asked = Promise.withResolvers<void>();
  const { promise, resolve, reject } = Promise.withResolvers<Verdict>();
  const ask = (): Promise<Verdict> => {
    asked.resolve();
    return promise;
  };
  return { ask, asked: asked.promise, answer: resolve, fail: reject };
}

/** Something that a hook says once, to be waited for. */
export function once<Value>() {
  const { promise, resolve } = Promise.withResolvers<Value>();
  return { told: promise, tell: resolve };
}

/** The server's side of players: what the owner can act on. To be called before they connect. */
export function clientsOf(hooks: Hooks): (player: Player) => Client {
  const clients = new Map<number, Client>();
  hooks.connectionAccepted = (client) => void clients.set(client.id, client);
  return ({ id }) => {
    const client = clients.get(id);
    if (client === undefined) throw new Error(`no client has the id ${id}`);
    return client;
  };
}
