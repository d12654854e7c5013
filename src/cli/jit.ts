/** How many times longer than usual code must be in use before a quiet server has it compiled. */
const PATIENCE = 100_000;

/** When garbage is collected: Bun's levels of zeal. */
const SOONER = 1;
const USUAL = 0;

/** A server that has taken so many messages, requests and stray datagrams, or delivered so many messages, is busy, */
const BUSY = 1000;
const BUSY_DELIVERIES = 10_000;
/** and so is one that has computed for so large a part of the last while: an owner's hooks may give it work. */
const BUSY_PART = 0.5;
const WHILE = 5000;

/** How often that is looked at, in milliseconds. */
const LOOK = 100;

/** What a server has taken so far. */
interface Taken {
  readonly messages: number;
  readonly deliveries: number;
  readonly requests: number;
  /** A flood of forged ones is work as well: compiled, the server spends half a microsecond less on each. */
  readonly strayDatagrams: number;
}

/**
 * Keeps the start from being compiled, and a server whose clients hardly talk the code that let them in: the compilers
 * and what they make take 10 MB, of 60 with 10,000 idle clients. It also collects garbage sooner: 2 MB.
 */
export function saveMemory(): void {
  Bun.unsafe.setJITPolicy(PATIENCE);
  Bun.unsafe.gcAggressionLevel(SOONER);
}

/** Undoes `saveMemory` when there is work. */
export function compileWhenBusy({ counters }: { readonly counters: Taken }): void {
  let looks = 0;
  let before = computed();
  const timer = setInterval(() => {
    const endOfWhile = ++looks % (WHILE / LOOK) === 0;
    const busy = endOfWhile && computed() - before > WHILE * BUSY_PART;
    if (endOfWhile) before = computed();
    const { messages, requests, strayDatagrams, deliveries } = counters;
    const isBusy = busy || messages + requests + strayDatagrams >= BUSY || deliveries >= BUSY_DELIVERIES;
    if (!isBusy) return;
    Bun.unsafe.setJITPolicy(1);
    Bun.unsafe.gcAggressionLevel(USUAL);
    clearInterval(timer);
  }, LOOK);
  timer.unref();
}

/** How long the process has computed, in milliseconds. */
function computed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
