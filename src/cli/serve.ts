import { loadConfig } from "../config/load.ts";
import { UserError } from "../config/user-error.ts";
import { workingDirectory } from "../config/working-directory.ts";
import { HooksError } from "../hooks/check.ts";
import { Log, story } from "../log.ts";
import { BanFileError } from "../server/ban-file-error.ts";
import { ListenError } from "../server/listen-error.ts";
import { Relay } from "../server/relay.ts";
import { CertificateError } from "../server/tls/certificate-error.ts";
import type { Settings } from "../settings/schema.ts";
import type { CommandLine } from "./flags.ts";
import type { OwnersHooks } from "./hooks/owners-hooks.ts";
import { compileWhenBusy, saveMemory } from "./jit.ts";
import { listenProblem } from "./listen-problem.ts";
import { logToStderr } from "./log-lines.ts";
import { PAGES } from "./pages/page-names.ts";
import { startLines } from "./start-lines.ts";
import { stopOnSignal } from "./stop.ts";
import { isTerminal, terminalWatch } from "./terminal.ts";

/**
 * Starts the server and runs it until it is told to stop, or an owner's hook stops it; gives the exit status. Throws a
 * `UserError` before anything listens where the command line, the config, the hooks or the port are not right.
 */
export async function serve({ config, given }: CommandLine): Promise<number> {
  saveMemory();
  const sources = { file: config, flags: given, environment: process.env, directory: workingDirectory() };
  const { settings, file } = await loadConfig(sources);
  const log = new Log(settings.log.level, logToStderr(settings.log.format, await isTerminal(2)));
  surviveOwner(log);
  const hooks = await hooksOf(settings, log);
  const relay = await start(settings, log, hooks);
  compileWhenBusy(relay);
  const isAbandoned = await terminalWatch();
  // Before the start lines, so that whoever has read how to stop it can.
  const stopped = stopOnSignal({
    signals: process,
    clock: () => performance.now(),
    stop: (signal) => stop(relay, signal, settings),
    isAbandoned,
    reload: hooks?.keepUp(relay) ?? (() => log.write("info", "SIGHUP: there is no hooks file to load again")),
  });
  const watched = hooks?.watched ?? false;
  console.log(startLines({ ...portsOf(relay), config: file, hooks: settings.hooks, watched }).join("\n"));
  return await Promise.race([stopped, relay.stopped.then(() => ended())]);
}

/** Where a server listens, and for whom. */
function portsOf(relay: Relay) {
  const { host, port, webSocketPort, tlsPort, settings } = relay;
  const { udp, tcp, tls, web } = settings;
  const ports = (...some: readonly (number | undefined)[]) => some.filter((each) => each !== undefined);
  const [plain, secure] = tls.cert === "" ? [webSocketPort, undefined] : [undefined, webSocketPort];
  return {
    ...{ host, port, udp: udp.enabled, tlsPort, certificate: tls.cert, pages: web.pages },
    web: ports(plain, tcp.acceptHttp ? port : undefined),
    secureWeb: ports(secure, tcp.acceptHttp ? tlsPort : undefined),
  };
}

/** The clock that wakes a process is too coarse on Windows: 16 ms. */
const CAN_NAP = process.platform !== "win32";

async function start(settings: Settings, log: Log, hooks: OwnersHooks | undefined): Promise<Relay> {
  try {
    const pages = settings.web.pages ? { answer: askPages, links: Object.keys(PAGES) } : undefined;
    return await Relay.start(settings, { log, pages, naps: CAN_NAP, ...hooks?.parts });
  } catch (error) {
    if (error instanceof ListenError) throw listenProblem(error);
    if (error instanceof BanFileError || error instanceof CertificateError)
      throw new UserError(error.message);
    throw error instanceof HooksError && hooks !== undefined ? hooks.problem(error) : error;
  }
}

/** What answers browsers is loaded when the first of them asks. */
async function askPages(request: Request): Promise<Response | undefined> {
  const { examplePages } = await import("./pages/page-answers.ts");
  answerPage ??= examplePages();
  return await answerPage(request);
}
let answerPage: ReturnType<typeof import("./pages/page-answers.ts").examplePages> | undefined;

/** What loads hooks is itself loaded only for those who have some: it costs 2 MB. */
async function hooksOf(settings: Settings, log: Log): Promise<OwnersHooks | undefined> {
  if (settings.hooks === "") return undefined;
  const { OwnersHooks } = await import("./hooks/owners-hooks.ts");
  return new OwnersHooks(settings, log, await isTerminal(1));
}

/** What an owner's own timer or forgotten promise throws is nobody's to catch, and must not end everybody's game. */
function surviveOwner(log: Log): void {
  const report = (error: unknown) => {
    const told = story(error);
    // A cause of its own for each place that it comes from.
    log.write("error", `uncaught: ${told}`, `uncaught${told.split("\n")[1]}`);
  };
  process.on("uncaughtException", report);
  process.on("unhandledRejection", report);
}

/** The server has stopped; gives the exit status. */
function ended(): number {
  console.log("stopped");
  return 0;
}

async function stop(relay: Relay, signal: string, { shutdown: { within } }: Settings): Promise<void> {
  const { size } = relay.clients;
  const clients = size === 1 ? "1 client has" : `${size} clients have`;
  console.log(
    size === 0
      ? `${signal}: stopping`
      : `${signal}: stopping; ${clients} up to ${within / 1000} s to receive what was sent (once more ends at once)`,
  );
  await relay.stop();
}
