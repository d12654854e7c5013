import type { Ear, Line, Net } from "../../src/bench/net/net.ts";
import { ClientType } from "../../src/protocol/constants.ts";

/** Which of the channel messages of a client are lost on their way to the server: each so-manieth of its way. */
export interface Losses {
  readonly tcp?: number;
  readonly udp?: number;
}

/** A way to a server by which some messages are lost, always the same ones. */
export class LossyNet implements Net {
  readonly #net: Net;
  readonly #losses: Losses;

  constructor(net: Net, losses: Losses) {
    this.#net = net;
    this.#losses = losses;
  }

  connect(ear: Ear): Line {
    const line = this.#net.connect(ear);
    const { tcp, udp } = this.#losses;
    return {
      send: lossy((bytes) => line.send(bytes), tcp),
      openPort: () => line.openPort(),
      sendDatagram: lossy((bytes) => line.sendDatagram(bytes), udp),
      close: () => line.close(),
    };
  }

  poll(wait: number): void | Promise<void> {
    return this.#net.poll(wait);
  }

  close(): void {
    this.#net.close();
  }
}

/** Sends, but every so-manieth channel message. */
function lossy(send: (bytes: Uint8Array) => void, every = 0): (bytes: Uint8Array) => void {
  let count = 0;
  return (bytes) => {
    const isMessage = (bytes[0] as number) >> 4 === ClientType.BinaryChannelMessage;
    if (isMessage && every > 0 && ++count % every === 0) return;
    send(bytes);
  };
}
