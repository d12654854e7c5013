/** How many times longer than usual code must be in use before a quiet server has it compiled. */
const PATIENCE = 1000;

/** A server that has taken so many messages is busy; how often it is looked at, in milliseconds. */
const BUSY = 1000;
const LOOK = 100;

/**
 * Keeps a server whose clients hardly talk from compiling the code that let them in: the compilers and what they make
 * take 10 MB, of 60 with 10,000 idle clients. With the first thousand messages it is compiled as usual.
 */
export function compileWhenBusy(relay: { readonly counters: { readonly messages: number } }): void {
  Bun.unsafe.setJITPolicy(PATIENCE);
  const timer = setInterval(() => {
    if (relay.counters.messages < BUSY) return;
    Bun.unsafe.setJITPolicy(1);
    clearInterval(timer);
  }, LOOK);
  timer.unref();
}
