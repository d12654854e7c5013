import { loadConfig } from "../config/load.ts";
import type { Hooks } from "../hooks/hooks.ts";
import { Log, story } from "../log.ts";
import { ListenError } from "../server/listen-error.ts";
import { Relay } from "../server/server.ts";
import type { Settings } from "../settings/schema.ts";
import type { CommandLine } from "./flags.ts";
import { compileWhenBusy } from "./jit.ts";
import { listenProblem } from "./listen-problem.ts";
import { logToStderr } from "./log-lines.ts";
import { startLines } from "./start-lines.ts";
import { stopOnSignal } from "./stop.ts";

/**
 * Starts the server and runs it until it is told to stop; gives the exit status. Throws a `UserError` before anything
 * listens where the command line, the config, the hooks or the port are not right.
 */
export async function serve({ config, given }: CommandLine): Promise<number> {
  const sources = { file: config, flags: given, environment: process.env, directory: process.cwd() };
  const { settings, file } = await loadConfig(sources);
  const relay = await start(settings);
  compileWhenBusy(relay);
  // Before the start lines, so that whoever has read how to stop it can.
  const stopped = stopOnSignal({
    signals: process,
    clock: () => performance.now(),
    stop: (signal) => stop(relay, signal, settings),
  });
  const { host, port } = relay;
  const started = { host, port, udp: settings.udp.enabled, config: file, hooks: settings.hooks };
  console.log(startLines(started).join("\n"));
  return stopped;
}

async function start(settings: Settings): Promise<Relay> {
  const log = new Log(settings.log.level, logToStderr(settings.log.format));
  const hooks = settings.hooks === "" ? {} : { hooks: await hooksOf(settings.hooks) };
  surviveOwner(log);
  try {
    return await Relay.start(settings, { ...hooks, log });
  } catch (error) {
    throw error instanceof ListenError ? listenProblem(error) : error;
  }
}

/** What loads hooks is itself loaded only for those who have some: it costs 2 MB. */
async function hooksOf(path: string): Promise<Hooks> {
  const { loadHooks } = await import("./hooks-file.ts");
  return await loadHooks(path);
}

/** What an owner's own timer or forgotten promise throws is nobody's to catch, and must not end everybody's game. */
function surviveOwner(log: Log): void {
  const report = (error: unknown) => {
    log.write("error", `uncaught: ${story(error)}`, "uncaught");
  };
  process.on("uncaughtException", report);
  process.on("unhandledRejection", report);
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
  console.log("stopped");
}
