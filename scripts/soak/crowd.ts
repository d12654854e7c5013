import { Member } from "./member.ts";
import { MEMBER } from "./peers.ts";
import type { World } from "./world.ts";

/** In each room so many stay and so many come and go. */
const RESIDENTS = 14;
const WANDERERS = 2;

/** One of so many comes as a WebSocket client. */
const WEB_EVERY = 4;

/** How often the members talk: milliseconds. */
export const TICK = 10;
/** Each member asks for the server's account, and blasts, about so often. */
const ASK_EVERY = 1000;
const BLAST_EVERY = 200;
/** One of the wanderers goes to another room so often. */
const WANDER_EVERY = 250;
/** How long anything may take that must come: the machine may be busy. */
export const PATIENCE = 60_000;
/** One that was asleep for longer does not make up for it. */
const LONGEST_TICK = 250;

/** The well-behaved, in their rooms. */
export class Crowd {
  readonly members: Member[] = [];
  /** Messages a second and member. */
  rate = 0;
  readonly #world: World;
  readonly #due: number[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;
  #lastTick = 0;
  /** How often they have talked. */
  ticks = 0;
  #moves = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Everybody comes in, and who has a UDP port has it bound. */
  async gather(): Promise<void> {
    for (const room of this.#world.rooms) {
      for (let i = 0; i < RESIDENTS + WANDERERS; i++) {
        const { length } = this.members;
        const member = new Member(this.#world, `${MEMBER} ${length}`, length % WEB_EVERY === WEB_EVERY - 1);
        this.members.push(member);
        this.#due.push(this.#world.dice.throw(1000) / 1000);
        await member.enters(room);
      }
    }
    await this.until("everybody to come in", () => {
      for (const member of this.members) member.saysHello();
      return this.members.every(({ isReady }) => isReady);
    });
  }

  start(): void {
    this.#lastTick = performance.now();
    this.#timer = setInterval(() => this.#tick(), TICK);
  }

  /** Everybody falls silent, and has heard all that was said. */
  async finish(): Promise<void> {
    clearInterval(this.#timer);
    await this.until("those on their way to arrive", () =>
      this.members.every(({ channel }) => channel !== 0),
    );
    for (const member of this.members) member.talks(1);
    const byId = new Map(this.members.map((member) => [member.id, member]));
    await this.until("everybody to hear all", () =>
      this.members.every((member) => member.misses(byId) === 0),
    );
    await this.#account();
  }

  /** The server's last account is of the members only. */
  async isAlone(): Promise<void> {
    const isAlone = ({ account }: Member) =>
      account?.clients === this.members.length && account.open === this.#world.rooms.length;
    await this.until("the server to let go of everybody else", async () => {
      await this.#account();
      return this.members.every(isAlone);
    });
  }

  leave(): void {
    clearInterval(this.#timer);
    for (const member of this.members) member.leaves();
  }

  /** Waits, though not for ever. */
  async until(awaited: string, done: () => boolean | Promise<boolean>): Promise<void> {
    const { judge } = this.#world;
    for (const end = performance.now() + PATIENCE; !(await done()); await Bun.sleep(100)) {
      if (judge.violations.length > 0) return;
      if (performance.now() > end) return judge.violated(`waited ${PATIENCE} ms for ${awaited}`);
    }
  }

  /** Everybody asks, and has an answer. */
  async #account(): Promise<void> {
    for (const member of this.members) member.asks();
    await this.until("the server's account", () =>
      this.members.every(({ waitingSince }) => waitingSince === 0),
    );
  }

  #tick(): void {
    const now = performance.now();
    const passed = Math.min(now - this.#lastTick, LONGEST_TICK);
    this.#lastTick = now;
    this.ticks++;
    for (const [i, member] of this.members.entries()) {
      const due = (this.#due[i] ?? 0) + (this.rate * passed) / 1000;
      this.#due[i] = due % 1;
      member.talks(Math.floor(due));
      if ((this.ticks + i) % (ASK_EVERY / TICK) === 0) this.#ask(member, now);
      if ((this.ticks + i) % (BLAST_EVERY / TICK) === 0) member.blasts();
    }
    if (this.ticks % (WANDER_EVERY / TICK) === 0) this.#wander();
  }

  #ask(member: Member, now: number): void {
    const { waitingSince, name } = member;
    if (waitingSince > 0 && now - waitingSince > PATIENCE)
      this.#world.judge.violated(`${name} waited ${PATIENCE} ms for the server's account`);
    member.asks();
  }

  #wander(): void {
    const { dice, rooms } = this.#world;
    const inRoom = RESIDENTS + WANDERERS;
    const index = dice.throw(rooms.length) * inRoom + RESIDENTS + dice.throw(WANDERERS);
    this.members[index]?.moves(`${MEMBER} ${index}, ${++this.#moves}`, dice.pick(rooms));
  }
}
