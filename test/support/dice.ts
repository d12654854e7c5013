/** Mulberry32: random numbers that a seed brings back. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from 0, below `sides`. */
  throw(sides: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  }

  pick<Choice>(choices: readonly Choice[]): Choice {
    return choices[this.throw(choices.length)] as Choice;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.throw(256));
  }
}

/** Plays with dice of a new seed, or that of FUZZ_SEED. A failure tells how to have the same game again. */
export async function withSeed(play: (dice: Dice) => void | Promise<void>): Promise<void> {
  const seed = Number(Bun.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 32));
  try {
    await play(new Dice(seed));
  } catch (cause) {
    throw new Error(`run it again with FUZZ_SEED=${seed}: ${cause}`, { cause });
  }
}
