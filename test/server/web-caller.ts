/** A client of the web on a real socket that sends any bytes, hand-made frames too, and can stop reading. */
import { clientFrame, FrameCutter, messageOf, webSocketRequest } from "../support/websocket-wire.ts";
import { bytes, type Said, say, understand } from "../support/wire.ts";
import { AnyCaller } from "./any-caller.ts";

const HOST = "127.0.0.1";
const END = "\r\n\r\n";

export class WebCaller extends AnyCaller {
  /** The answer to the request, and all else that is no frame. */
  answer = "";
  /** The code and reason of the server's Close. */
  close: { readonly code: number; readonly reason: string } | undefined;
  readonly pongs: Uint8Array[] = [];
  id = 0;
  readonly #cutter = new FrameCutter();
  readonly #answered = Promise.withResolvers<void>();
  #isWebSocket = false;

  private constructor() {
    super();
  }

  // Every function has a `call`: hence `override`.
  static override async call(port: number): Promise<WebCaller> {
    const caller = new WebCaller();
    caller.socket = await Bun.connect({ hostname: HOST, port, socket: caller.handlers });
    return caller;
  }

  /** One whose request was granted. */
  static async open(port: number, ...headers: readonly string[]): Promise<WebCaller> {
    const caller = await WebCaller.call(port);
    caller.sends(webSocketRequest(...headers));
    await Promise.race([caller.#answered.promise, caller.closed]);
    if (!caller.answer.startsWith("HTTP/1.1 101 ")) throw new Error(caller.answer);
    return caller;
  }

  /** One that has been accepted under this name. */
  static async enter(port: number, name: string): Promise<WebCaller> {
    const caller = await WebCaller.open(port, "Sec-WebSocket-Protocol: bluewing");
    caller.says(say.connect(), say.setName(name));
    caller.id = await caller.accepted();
    return caller;
  }

  /** Asks for a page, and gives all of the answer. */
  static async asks(port: number, text: string): Promise<string> {
    const caller = await WebCaller.call(port);
    caller.sends(text);
    await caller.closed;
    return caller.answer;
  }

  override says(...messages: readonly Said[]): void {
    this.sends(bytes(...messages.map((message) => clientFrame(messageOf(message)))));
  }

  protected override receives(chunk: Uint8Array): void {
    if (!this.#isWebSocket) {
      this.answer += Buffer.from(chunk).toString("latin1");
      const end = this.answer.indexOf(END);
      if (end < 0 || !this.answer.startsWith("HTTP/1.1 101 ")) return;
      this.#isWebSocket = true;
      const rest = Buffer.from(this.answer.slice(end + END.length), "latin1");
      this.answer = this.answer.slice(0, end);
      this.#answered.resolve();
      return this.receives(rest);
    }
    for (const { opcode, payload } of this.#cutter.push(chunk)) this.#hear(opcode, payload);
    return undefined;
  }

  #hear(opcode: number, payload: Uint8Array): void {
    if (this.close !== undefined) throw new Error("a frame after the Close");
    if (opcode === 2) {
      const said = { head: payload[0] as number, payload: payload.subarray(1) };
      this.inbox.put(understand(said), said);
    } else if (opcode === 8) {
      const [code, reason] = [
        Buffer.from(payload).readUInt16BE(),
        Buffer.from(payload.subarray(2)).toString(),
      ];
      this.close = { code, reason };
      this.socket?.end();
    } else if (opcode === 10) this.pongs.push(payload);
    else throw new Error(`a frame of opcode ${opcode}`);
  }
}
