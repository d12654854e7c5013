/** Of the longest silence, how much more the server has to answer when it is asked whether it is there. */
const PATIENCE = 1 / 3;

/** How often in the longest silence it is looked. */
const LOOKS = 6;

/** What to do about a silent server. */
export interface SilenceActions {
  /** Asks it something that it must answer. */
  ask(): void;
  /** It has not answered. */
  giveUp(): void;
}

/** Notices that a server says nothing any more: where the network is gone, TCP can take a quarter of an hour to tell. */
export class Silence {
  readonly #longest: number;
  readonly #actions: SilenceActions;
  readonly #timer: ReturnType<typeof setInterval>;
  #heardAt = performance.now();
  #asked = false;

  /** `longest` is in milliseconds. */
  constructor(longest: number, actions: SilenceActions) {
    this.#longest = longest;
    this.#actions = actions;
    this.#timer = setInterval(() => this.#look(), longest / LOOKS);
  }

  /** The server has said something. */
  heard(): void {
    this.#heardAt = performance.now();
    this.#asked = false;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const silent = performance.now() - this.#heardAt;
    if (silent < this.#longest) return;
    if (!this.#asked) {
      // A machine that slept has been silent itself: it counts from now.
      this.#heardAt = performance.now() - this.#longest;
      this.#asked = true;
      this.#actions.ask();
    } else if (silent >= this.#longest * (1 + PATIENCE)) {
      this.#actions.giveUp();
    }
  }
}
