import { Place } from "./place.ts";
import { type Line, Player } from "./player.ts";
import { HOST, relayOf, SocketStage } from "./sockets.ts";
import type { Setting } from "./stage.ts";
import { bytes, Cutter, frame, type Said } from "./wire.ts";

/** In a variant: the message is blasted (section 7). */
const BLASTED = 8;
const HELLO = 0x70;
const WELCOME = 0xa0;

/** A message in its WebSocket form: section 7. */
const form = ({ head, payload }: Said): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes([head], payload));

/** A player's WebSocket: what it says as TCP frames goes as messages, and the other way round. */
class WebSocketLine implements Line {
  readonly #socket: WebSocket;
  readonly #cutter = new Cutter();
  #isOpening = true;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  write(data: Uint8Array): void {
    // No leading zero byte: section 7.
    const said = this.#isOpening && data[0] === 0 ? data.subarray(1) : data;
    this.#isOpening = false;
    for (const each of this.#cutter.push(said)) this.#socket.send(form(each));
  }

  finish(): void {
    this.#socket.close();
  }
}

/** The stage of WebSockets, on the relay port: what players blast and hear blasted goes by these too. */
export class WebSocketStage extends SocketStage {
  override readonly transport = "websocket";

  static override async set(setting: Setting): Promise<WebSocketStage> {
    return new WebSocketStage(await relayOf(setting));
  }

  override async open(): Promise<Player> {
    const socket = new WebSocket(`ws://${HOST}:${this.port}`, "bluewing");
    socket.binaryType = "arraybuffer";
    const place: Place = new Place(this, { send: (data) => blast(data) });
    const player = new Player(this, new WebSocketLine(socket), place);
    const blast = (datagram: Uint8Array) => {
      const said = { head: datagram[0] as number, payload: datagram.subarray(3) };
      // There are no hellos by WebSocket, which needs no UDP.
      if (said.head === HELLO) place.receive(Uint8Array.of(WELCOME));
      else socket.send(form({ ...said, head: said.head | BLASTED }));
    };
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      const message = new Uint8Array(data);
      const head = message[0] as number;
      if ((head & BLASTED) === 0) return player.receive(frame({ head, payload: message.subarray(1) }));
      message[0] = head - BLASTED;
      return place.receive(message);
    };
    socket.onclose = () => player.receiveEnd();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error("there is no WebSocket"));
    await promise;
    this.closing.push(() => socket.terminate());
    this.players.push(player);
    return player;
  }
}
