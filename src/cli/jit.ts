/** How many times longer than usual code must be in use before a quiet server has it compiled. */
const PATIENCE = 100_000;

/** A server that has taken so many messages and requests about channels is busy. */
const BUSY = 1000;

/** How often that is looked at, in milliseconds. */
const LOOK = 100;

/** What a server has taken so far. */
interface Taken {
  readonly messages: number;
  readonly channelRequests: number;
}

/**
 * Keeps a server whose clients hardly talk from compiling the code that let them in: the compilers and what they make
 * take 10 MB, of 60 with 10,000 idle clients. When they begin to talk, it is compiled as usual.
 */
export function compileWhenBusy({ counters }: { readonly counters: Taken }): void {
  Bun.unsafe.setJITPolicy(PATIENCE);
  const timer = setInterval(() => {
    if (counters.messages + counters.channelRequests < BUSY) return;
    Bun.unsafe.setJITPolicy(1);
    clearInterval(timer);
  }, LOOK);
  timer.unref();
}
