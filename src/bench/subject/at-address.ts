import { lookup } from "node:dns/promises";
import { UserError } from "../../config/user-error.ts";
import type { Running, Subject } from "./subject.ts";

/** The protocol's default port. */
const PORT = 6121;

/** A server that runs already, at HOST or HOST:PORT; an IPv6 address has brackets around it. */
export class ServerAtAddress implements Subject {
  readonly name: string;
  readonly #pid: number | undefined;

  constructor(name: string, pid: number | undefined) {
    this.name = name;
    this.#pid = pid;
  }

  async run(): Promise<Running> {
    const [, bracketed, plain, port] = /^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(this.name) ?? [];
    const host = bracketed ?? plain;
    const number = Number(port ?? PORT);
    if (!host || number < 1 || number > 65_535)
      throw new UserError(`given "${this.name}", allowed is HOST:PORT, such as 127.0.0.1:6121`);
    try {
      const { address } = await lookup(host);
      const nothing = async () => {};
      return { address, port: number, pid: this.#pid, startedIn: undefined, [Symbol.asyncDispose]: nothing };
    } catch {
      throw new UserError(`no address is known for "${host}"`);
    }
  }
}
