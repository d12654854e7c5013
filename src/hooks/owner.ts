import { inspected, type Log, story } from "../log.ts";
import type { Channel, Client } from "../relay/api.ts";
import { Denial } from "../relay/denial.ts";
import type { RelayEvents } from "../relay/events.ts";
import { ASKED, type AskedHook, type HookName, type Hooks, type ToldHook } from "./hooks.ts";
import { type Eventually, Rename } from "./verdict.ts";

/** What a verdict comes to: undefined accepts. */
export type Ruling = Denial | Rename | undefined;

type Arguments<Name extends keyof Hooks> = Parameters<Required<Hooks>[Name]>;

const NAMED: ReadonlySet<AskedHook> = new Set([
  "acceptLogin",
  "acceptNameChange",
  "acceptChannelJoin",
] as const);

/** Those that are told of a message, and so must be done with it at once. */
const MESSAGES: ReadonlySet<ToldHook> = new Set([
  "messageReceived",
  "channelMessageReceived",
  "privateMessageReceived",
] as const);

/** What a hook returns may be anything, and may throw itself when it is looked at. */
function isPromise(value: unknown): value is Promise<unknown> {
  try {
    return typeof value === "object" && value !== null && "then" in value;
  } catch {
    return false;
  }
}

/** Where our own code is: an owner is told nothing by the frames of an error's stack that are in it. */
function ours(): string {
  // What is needed only when something fails is not loaded before: it costs memory.
  return process.getBuiltinModule("node:path").join(import.meta.dir, "..");
}

/** A frame of a stack that is in some file; in a binary those of our own files have a relative path. */
const IN_A_FILE = /^\s+at (?:.*\()?(?:\/|[a-z]:\\|file:)/i;

function isOwners(line: string): boolean {
  return IN_A_FILE.test(line) && !line.includes(ours());
}

/** A failure's story as far as it happened in the owner's files. */
function ownersStory(error: unknown): string {
  const lines = story(error).split("\n");
  const last = lines.findLastIndex(isOwners);
  return (last < 0 ? lines : lines.slice(0, last + 1)).join("\n");
}

/** Where in the owner's files this is called from; undefined where it is called by the server itself. */
function callingLine(): string | undefined {
  const line = new Error().stack?.split("\n").find(isOwners);
  return line?.trim().replace(/^at /, "");
}

/** Tells where a hook is written, as far as that is known: file and line. */
export type Whereabouts = (hook: HookName) => string | undefined;

/** Asks and tells the owner's hooks, and stands between their failures and everybody else. */
export class Owner implements RelayEvents {
  hooks: Hooks;
  /** How many hooks threw, rejected, came too late or answered nonsense. */
  failures = 0;
  readonly #log: Log;
  #whereabouts: Whereabouts = () => undefined;
  /** The hook that is running; none while none is, or when one goes on after it waited for something. */
  #running: HookName | undefined;
  /** Which hook promised which verdict. */
  readonly #promised = new WeakMap<Promise<Ruling>, AskedHook>();

  constructor(hooks: Hooks, log: Log) {
    this.hooks = hooks;
    this.#log = log;
  }

  /** Goes by other hooks from now on. */
  follow(hooks: Hooks, whereabouts: Whereabouts = () => undefined): void {
    this.hooks = hooks;
    this.#whereabouts = whereabouts;
  }

  /** Lets hooks that are no longer followed let go of what they have; resolves when they have. */
  async dispose(hooks: unknown): Promise<void> {
    try {
      await (hooks as Hooks | undefined)?.dispose?.();
    } catch (error) {
      this.#failed("dispose", error);
    }
  }

  /** Asks a hook; one that is not given accepts, one that fails refuses. */
  ask<Name extends AskedHook>(name: Name, ...args: Arguments<Name>): Eventually<Ruling> {
    const answer = this.#call(name, args);
    if (!isPromise(answer)) return this.#ruling(name, answer);
    const promised = Promise.resolve(answer).then(
      (verdict) => this.#ruling(name, verdict),
      (error: unknown) => this.#failed(name, error),
    );
    this.#promised.set(promised, name);
    return promised;
  }

  /** Asks a hook whose verdict cannot wait; a promise refuses. Returns whether it accepts. */
  askNow<Name extends "acceptChannelMessage" | "acceptPrivateMessage">(
    name: Name,
    ...args: Arguments<Name>
  ): boolean {
    const answer = this.#call(name, args);
    if (isPromise(answer)) {
      Promise.resolve(answer).catch((error: unknown) => this.#failed(name, error));
      this.#blame(name, "it returned a promise, but must answer at once");
      return false;
    }
    return this.#ruling(name, answer) === undefined;
  }

  /** Tells a hook; its failure is logged and otherwise passed over. */
  tell<Name extends ToldHook>(name: Name, ...args: Arguments<Name>): void {
    const answer = this.#call(name, args);
    if (!isPromise(answer)) return;
    Promise.resolve(answer).catch((error: unknown) => this.#failed(name, error));
    if (MESSAGES.has(name))
      this.#blame(name, "it returned a promise, but the message is only there during the call");
  }

  loginAccepted(client: Client, name: string): void {
    this.tell("loginAccepted", client, name);
  }

  nameChanged(client: Client, name: string): void {
    this.tell("nameChanged", client, name);
  }

  channelAdded(channel: Channel): void {
    this.tell("channelAdded", channel);
  }

  channelJoined(client: Client, channel: Channel): void {
    this.tell("channelJoined", client, channel);
  }

  channelLeft(client: Client, channel: Channel): void {
    this.tell("channelLeft", client, channel);
  }

  channelRemoved(channel: Channel): void {
    this.tell("channelRemoved", channel);
  }

  channelListSent(client: Client): void {
    this.tell("channelListSent", client);
  }

  missed(what: string): void {
    const hook = this.#running;
    // The frame of who ends with such a call is gone by then: strict code calls in tail position properly.
    const place = callingLine() ?? (hook && this.#whereabouts(hook));
    const line = `${hook === undefined ? "" : `hook ${hook}: `}${what}, and does nothing`;
    // A cause of its own for each place, which only the owner's files make.
    this.#log.write("info", place === undefined ? line : `${line}, at ${place}`, `missed ${place}`);
  }

  /** A hook took too long for what it promised; gives what counts instead. */
  overdue(promised: Promise<Ruling>): Denial {
    const name = this.#promised.get(promised);
    if (name !== undefined) this.#blame(name, "it gave no verdict within limits.hookTimeout");
    return new Denial("No decision in time");
  }

  /** Something of the owner's that is no hook failed. */
  caught(what: string, error: unknown): void {
    this.failures++;
    this.#log.write("error", () => `${what} failed: ${ownersStory(error)}`, what);
  }

  #call(name: AskedHook | ToldHook, args: unknown[]): unknown {
    const outer = this.#running;
    try {
      const hook = this.hooks[name] as ((...args: unknown[]) => unknown) | undefined;
      if (hook === undefined) return undefined;
      this.#running = name;
      return hook.apply(this.hooks, args);
    } catch (error) {
      return this.#failed(name, error);
    } finally {
      this.#running = outer;
    }
  }

  #ruling(name: AskedHook, verdict: unknown): Ruling {
    if (verdict === undefined || verdict === true) return undefined;
    if (verdict === false) return new Denial(ASKED[name]);
    try {
      const complaint = complaintAbout(name, verdict);
      if (complaint !== undefined) return this.#blame(name, complaint);
      return verdict instanceof Denial && verdict.reason === ""
        ? new Denial(ASKED[name])
        : (verdict as Ruling);
    } catch (error) {
      return this.#failed(name, error);
    }
  }

  /** A hook threw or rejected. */
  #failed(name: HookName, error: unknown): Denial {
    const told = ownersStory(error);
    const place = told.split("\n").find(isOwners);
    return this.#fault(name, place === undefined ? told + this.#written(name) : told, place);
  }

  /** A hook answered amiss. */
  #blame(name: HookName, complaint: string): Denial {
    return this.#fault(name, complaint + this.#written(name));
  }

  /** A place in the owner's files makes a cause of its own. */
  #fault(name: HookName, told: string, place = ""): Denial {
    this.failures++;
    this.#log.write("error", `hook ${name} failed: ${told}`, `hook ${name}${place}`);
    return new Denial(name in ASKED ? ASKED[name as AskedHook] : "");
  }

  #written(name: HookName): string {
    const place = this.#whereabouts(name);
    return place === undefined ? "" : `, at ${place}`;
  }
}

/** Why this, which is neither nothing nor true nor false, is no verdict; undefined where it is one. */
function complaintAbout(name: AskedHook, verdict: unknown): string | undefined {
  if (verdict instanceof Denial)
    return typeof verdict.reason === "string" ? undefined : "it denied with a reason that is no text";
  if (!(verdict instanceof Rename)) return `it returned ${inspected(verdict)}, which is no verdict`;
  if (!NAMED.has(name)) return "it returned a rename, but is not asked for a name";
  return typeof verdict.name === "string" ? undefined : "it returned a rename to what is no text";
}
