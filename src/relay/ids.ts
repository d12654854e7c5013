import { NO_ID } from "../protocol/constants.ts";

/** 0 is never given out either: some old clients take it for "no id". */
const FIRST_ID = 1;

/**
 * Gives out 16-bit ids. A freed id comes back as late as possible, the longest-free one first, so that a message
 * meant for someone who just left does not reach a stranger: section 6.
 */
export class IdPool {
  #next = FIRST_ID;
  /** A ring of freed ids, made when the first one comes back. */
  #freed: Uint16Array | undefined;
  #oldest = 0;
  #count = 0;

  /** How many ids are taken now. */
  get taken(): number {
    return this.#next - FIRST_ID - this.#count;
  }

  /** Takes the id that has been free for longest; undefined when all are taken. */
  take(): number | undefined {
    if (this.#next < NO_ID) return this.#next++;
    if (this.#freed === undefined || this.#count === 0) return undefined;
    const id = this.#freed[this.#oldest];
    this.#oldest = (this.#oldest + 1) % NO_ID;
    this.#count--;
    return id;
  }

  /** Gives back an id that was taken. */
  give(id: number): void {
    this.#freed ??= new Uint16Array(NO_ID);
    this.#freed[(this.#oldest + this.#count) % NO_ID] = id;
    this.#count++;
  }
}
