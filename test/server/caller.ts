/** A client on a real socket that can stop reading: what players cannot do. */
import { connectTls } from "../support/over-tls.ts";
import { bytes, Cutter, frame, type Said, say, understand } from "../support/wire.ts";
import { AnyCaller } from "./any-caller.ts";

export class Caller extends AnyCaller {
  readonly #cutter = new Cutter();

  private constructor() {
    super();
  }

  // Every function has a `call`: hence `override`.
  static override async call(port: number, hostname = "127.0.0.1"): Promise<Caller> {
    const caller = new Caller();
    caller.socket = await Bun.connect({ hostname, port, socket: caller.handlers });
    return caller;
  }

  static async callOverTls(port: number): Promise<Caller> {
    const caller = new Caller();
    caller.socket = await connectTls(port, caller.handlers);
    return caller;
  }

  /** Calls, and is accepted under this name. */
  static async enter(
    port: number,
    name: string,
    hostname?: string,
  ): Promise<Caller & { readonly id: number }> {
    return await (await Caller.call(port, hostname)).enters(name);
  }

  /** As `enter`, over TLS. */
  static async enterOverTls(port: number, name: string): Promise<Caller & { readonly id: number }> {
    return await (await Caller.callOverTls(port)).enters(name);
  }

  /** Says who it is, and is accepted under this name. */
  async enters(name: string): Promise<this & { readonly id: number }> {
    this.sends(bytes([0], frame(say.connect()), frame(say.setName(name))));
    return Object.assign(this, { id: await this.accepted() });
  }

  override says(...messages: readonly Said[]): void {
    this.sends(bytes(...messages.map((message) => frame(message))));
  }

  /** Closes the connection when all that it said has left. */
  async leaves(): Promise<void> {
    while (!this.unsent.isEmpty) await Bun.sleep(1);
    this.socket?.end();
  }

  protected override receives(chunk: Uint8Array): void {
    for (const said of this.#cutter.push(chunk)) this.inbox.put(understand(said), said);
  }
}
