import { join } from "node:path";
import { type Log, story } from "../log.ts";
import type { Channel, Client } from "../relay/api.ts";
import { Denial } from "../relay/denial.ts";
import type { RelayEvents } from "../relay/events.ts";
import { ASKED, type AskedHook, type Hooks, type ToldHook } from "./hooks.ts";
import { type Eventually, Rename } from "./verdict.ts";

/** What a verdict comes to: undefined accepts. */
export type Ruling = Denial | Rename | undefined;

type Arguments<Name extends keyof Hooks> = Parameters<Required<Hooks>[Name]>;

const NAMED: ReadonlySet<AskedHook> = new Set([
  "acceptLogin",
  "acceptNameChange",
  "acceptChannelJoin",
] as const);

/** What a hook returns may be anything, and may throw itself when it is looked at. */
function isPromise(value: unknown): value is Promise<unknown> {
  try {
    return typeof value === "object" && value !== null && "then" in value;
  } catch {
    return false;
  }
}

/** Where our own code is: the frames of an error's stack from here on down tell an owner nothing. */
const OURS = join(import.meta.dir, "..");

/** A failure's story without our own part of it. */
function ownersStory(error: unknown): string {
  const lines = story(error).split("\n");
  const ours = lines.findIndex((line) => line.trimStart().startsWith("at ") && line.includes(OURS));
  return (ours < 0 ? lines : lines.slice(0, ours)).join("\n");
}

/** Asks and tells the owner's hooks, and stands between their failures and everybody else. */
export class Owner implements RelayEvents {
  /** They may be replaced between two messages. */
  hooks: Hooks;
  /** How many hooks threw, rejected, or answered nonsense. */
  failures = 0;
  readonly #log: Log;

  constructor(hooks: Hooks, log: Log) {
    this.hooks = hooks;
    this.#log = log;
  }

  /** Asks a hook; one that is not given accepts, one that fails refuses. */
  ask<Name extends AskedHook>(name: Name, ...args: Arguments<Name>): Eventually<Ruling> {
    const answer = this.#call(name, args);
    if (!isPromise(answer)) return this.#ruling(name, answer);
    return Promise.resolve(answer).then(
      (verdict) => this.#ruling(name, verdict),
      (error: unknown) => this.#failed(name, error),
    );
  }

  /** Asks a hook whose verdict cannot wait; a promise refuses. Returns whether it accepts. */
  askNow<Name extends "acceptChannelMessage" | "acceptPrivateMessage">(
    name: Name,
    ...args: Arguments<Name>
  ): boolean {
    const answer = this.#call(name, args);
    if (isPromise(answer)) {
      Promise.resolve(answer).catch((error: unknown) => this.#failed(name, error));
      this.#failed(name, new Error("it returned a promise, but must answer at once"));
      return false;
    }
    return this.#ruling(name, answer) === undefined;
  }

  /** Tells a hook; its failure is logged and otherwise passed over. */
  tell<Name extends ToldHook>(name: Name, ...args: Arguments<Name>): void {
    const answer = this.#call(name, args);
    if (isPromise(answer)) Promise.resolve(answer).catch((error: unknown) => this.#failed(name, error));
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

  #call(name: AskedHook | ToldHook, args: unknown[]): unknown {
    try {
      const hook = this.hooks[name] as ((...args: unknown[]) => unknown) | undefined;
      return hook === undefined ? undefined : hook.apply(this.hooks, args);
    } catch (error) {
      return this.#failed(name, error);
    }
  }

  #ruling(name: AskedHook, verdict: unknown): Ruling {
    if (verdict === undefined || verdict === true) return undefined;
    if (verdict === false) return new Denial(ASKED[name]);
    try {
      return this.#read(name, verdict);
    } catch (error) {
      return this.#failed(name, error);
    }
  }

  #read(name: AskedHook, verdict: unknown): Ruling {
    if (verdict instanceof Denial) {
      if (typeof verdict.reason !== "string") throw new Error("it denied with a reason that is no text");
      return verdict.reason === "" ? new Denial(ASKED[name]) : verdict;
    }
    if (!(verdict instanceof Rename))
      throw new Error(`it returned ${Bun.inspect(verdict)}, which is no verdict`);
    if (!NAMED.has(name)) throw new Error("it returned a rename, but is not asked for a name");
    if (typeof verdict.name !== "string") throw new Error("it returned a rename to what is no text");
    return verdict;
  }

  #failed(name: AskedHook | ToldHook, error: unknown): Denial {
    this.failures++;
    this.#log.write("error", `hook ${name} failed: ${ownersStory(error)}`, `hook ${name}`);
    return new Denial(name in ASKED ? ASKED[name as AskedHook] : "");
  }
}
