import { expect } from "bun:test";
import { type Dice, withSeed } from "../support/dice.ts";
import { Memory } from "../support/memory.ts";
import type { Player } from "../support/player.ts";
import { scene } from "../support/scene.ts";
import type { Stage } from "../support/stage.ts";
import { hex, type Said, say } from "../support/wire.ts";

const PLAYERS = 8;
const ROUNDS = 1000;
const NAMES = ["Ann", "ANN", "Bob", "Bób", "Cat", "Dan", "Eve", "Fay", "Gus", "Hal", "Ida", ""];
const CHANNELS = ["One", "ONE", "Two", "Three", " "];

/** As much of the simplified form as these names need: section 8. */
const plain = (name: string) => name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** Everybody who is in the game, with what they remember. */
class Crowd {
  readonly #stage: Stage;
  readonly #memories = new Map<Player, Memory>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  get players(): Player[] {
    return [...this.#memories.keys()];
  }

  async welcome(): Promise<void> {
    const player = await this.#stage.open();
    await player.connects();
    await player.getsWelcomed();
    this.#memories.set(player, new Memory(player.id));
  }

  /** Has one of them gone, well or badly, and another come. */
  async replace(player: Player, badly: boolean): Promise<void> {
    await this.listen();
    if (badly) player.sends(hex("ff00"));
    else player.finishes();
    this.#memories.delete(player);
    await player.rest();
    await this.welcome();
  }

  /** Has everybody hear what was said, and see whether they all know the same. */
  async listen(): Promise<void> {
    await this.#stage.settle();
    for (const [player, memory] of this.#memories) {
      for (const heard of player.unheard()) memory.take(heard);
      for (const heard of player.place.unheard()) memory.takeBlast(heard);
    }
    for (const memory of this.#memories.values())
      for (const channel of memory.channels.keys()) this.#compare(memory, channel);
  }

  /** Whom one knows in a channel are all the others who are in it, by the names that they have there. */
  #compare(memory: Memory, channel: number): void {
    const others = [...this.#memories.values()].filter(
      (other) => other !== memory && other.channels.has(channel),
    );
    const known = memory.channels.get(channel) ?? new Map();
    const told = [...known].map(([id, { name }]) => `${id} ${name}`);
    expect(told.toSorted()).toEqual(others.map(({ id, name }) => `${id} ${name}`).toSorted());
    expect(new Set([memory, ...others].map(({ name }) => plain(name))).size).toBe(others.length + 1);
    expect([...known.values()].filter(({ flags }) => flags === 1).length).toBeLessThanOrEqual(1);
  }

  /** A channel and a peer of it: mostly such as the player knows, else any. */
  aim(player: Player, dice: Dice): [channel: number, peer: number] {
    const known = [...(this.#memories.get(player)?.channels ?? [])].filter(([, peers]) => peers.size > 0);
    if (known.length === 0 || dice.throw(4) === 0) return [dice.throw(40), dice.throw(40)];
    const [channel, peers] = dice.pick(known);
    return [channel, dice.pick([...peers.keys()])];
  }
}

function something(dice: Dice, [channel, peer]: [channel: number, peer: number]): Said {
  const manner = { variant: dice.throw(3), object: dice.throw(2) === 0 };
  return dice.pick<() => Said>([
    () => say.setName(dice.pick(NAMES)),
    () => say.join(dice.pick(CHANNELS), dice.throw(4)),
    () => say.join(dice.pick(CHANNELS), dice.throw(4)),
    () => say.leave(channel),
    () => say.list(),
    () => say.kick(channel, peer),
    () => say.pong(),
    () => say.toServer("hi", manner),
    () => say.toChannel(channel, "hi", manner),
    () => say.toPeer(channel, peer, "hi", manner),
  ])();
}

async function play(stage: Stage, dice: Dice): Promise<void> {
  const crowd = new Crowd(stage);
  for (let count = 0; count < PLAYERS; count++) await crowd.welcome();
  for (let round = 0; round < ROUNDS; round++) {
    const player = dice.pick(crowd.players);
    const chance = dice.throw(60);
    if (chance === 0) await crowd.replace(player, dice.throw(2) === 0);
    else if (chance < 4) await crowd.listen();
    else if (chance < 10) player.blasts(something(dice, crowd.aim(player, dice)));
    else {
      const count = 1 + dice.throw(4);
      player.says(...Array.from({ length: count }, () => something(dice, crowd.aim(player, dice))));
    }
  }
  await crowd.listen();
}

for (const succession of ["none", "oldest"] as const) {
  const set = { settings: { channels: { succession } }, lasts: 30_000 } as const;
  scene(
    `nobody hears of a peer or channel that they were not told of, and all know the same: succession "${succession}"`,
    set,
    (stage) => withSeed((dice) => play(stage, dice)),
  );
}
