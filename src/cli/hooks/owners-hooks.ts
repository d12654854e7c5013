import type { UserError } from "../../config/user-error.ts";
import type { Log } from "../../log.ts";
import type { Relay, StartParts } from "../../server/relay.ts";
import type { Settings } from "../../settings/schema.ts";
import { HooksFile } from "./hooks-file.ts";
import { Reload } from "./reload.ts";
import { Watch } from "./watch.ts";

/** The owner's hooks from a file, kept as the file is: loaded again when it changes, or when somebody says so. */
export class OwnersHooks {
  /** Whether changes of the file are noticed. */
  readonly watched: boolean;
  readonly #file: HooksFile;
  readonly #log: Log;

  constructor({ hooks, watch }: Settings, log: Log, inTerminal: boolean) {
    this.#file = new HooksFile(hooks);
    this.#log = log;
    this.watched = watch === "always" || (watch === "terminal" && inTerminal);
  }

  /** What a server is started with. */
  get parts(): Pick<StartParts, "hooks" | "whereabouts"> {
    return { hooks: this.#file.make, whereabouts: this.#file.whereabouts };
  }

  /** What to tell of an error that kept the server from taking these hooks. */
  problem(error: unknown): UserError {
    return this.#file.problem(error);
  }

  /** Has a server go by the file as it is from now on, where it is watched; gives what loads it again. */
  keepUp(relay: Relay): () => void {
    const watch = this.watched ? new Watch(() => reload.request()) : undefined;
    const follow = () => watch?.follow(this.#file.files);
    const reload = new Reload({ file: this.#file, relay, log: this.#log, loaded: follow });
    follow();
    return () => reload.request();
  }
}
