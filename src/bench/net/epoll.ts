import { addressOf, type Libc } from "./libc.ts";

const CTL_ADD = 1;
const CTL_MOD = 3;
const IN = 1;
const OUT = 4;
const OUT_OR_GONE = 0x1c;
const PR_SET_TIMERSLACK = 29;

/** The layout of an epoll_event: packed on x86. */
const EVENT = process.arch === "x64" ? { size: 12, data: 4 } : { size: 16, data: 8 };
const EVENTS = 512;

/** Told that something has happened to a descriptor, and whether it can be written, or is gone. */
export type Happened = (descriptor: number, isWritable: boolean) => void;

/** Waits for many descriptors at a time. */
export class Epoll {
  readonly #calls: Libc;
  readonly #descriptor: number;
  readonly #events = new DataView(new ArrayBuffer(EVENTS * EVENT.size));
  readonly #event = new DataView(new ArrayBuffer(16));
  readonly #watched = new Uint32Array(2);
  readonly #timeout = new BigInt64Array(2);

  constructor(calls: Libc) {
    this.#calls = calls;
    this.#descriptor = calls.epoll_create1(0);
    this.#watched.set([this.#descriptor, IN]);
    calls.prctl(PR_SET_TIMERSLACK, 1000); // nanoseconds: by default a short wait takes 50,000 more
  }

  /** From now on tells what happens to a descriptor. */
  watch(descriptor: number): void {
    this.#control(CTL_ADD, descriptor, IN | OUT);
  }

  /** Whether to tell, too, when it can be written. */
  watchOutput(descriptor: number, output: boolean): void {
    this.#control(CTL_MOD, descriptor, output ? IN | OUT : IN);
  }

  /** Tells what has happened; where nothing has, waits for it so many microseconds at most. */
  wait(microseconds: number, happened: Happened): void {
    if (!this.#isReady(microseconds)) return;
    const count = this.#calls.epoll_wait(this.#descriptor, addressOf(this.#events), EVENTS, 0);
    for (let i = 0; i < count; i++) {
      const at = i * EVENT.size;
      const isWritable = (this.#events.getUint32(at, true) & OUT_OR_GONE) !== 0;
      happened(this.#events.getInt32(at + EVENT.data, true), isWritable);
    }
  }

  close(): void {
    this.#calls.close(this.#descriptor);
  }

  /** epoll_wait counts in milliseconds: shorter waits are ppoll's, for the epoll itself. */
  #isReady(microseconds: number): boolean {
    if (microseconds < 1) return true;
    this.#timeout[0] = BigInt(Math.floor(microseconds / 1e6));
    this.#timeout[1] = BigInt(Math.floor((microseconds % 1e6) * 1000));
    return this.#calls.ppoll(this.#watched, 1, this.#timeout, null) > 0;
  }

  #control(what: number, descriptor: number, events: number): void {
    this.#event.setUint32(0, events, true);
    this.#event.setInt32(EVENT.data, descriptor, true);
    this.#calls.epoll_ctl(this.#descriptor, what, descriptor, addressOf(this.#event));
  }
}
