import type { Heard } from "./wire.ts";

/** What a client knows of a peer. */
interface Known {
  name: string;
  flags: number;
}

/**
 * An old client's memory: it is told who is where, and gives up when it hears of a peer or channel that it was not
 * told of (section 6).
 */
export class Memory {
  readonly id: number;
  /** Its own name. */
  name = "";
  /** The peers that it knows of, by channel and id. */
  readonly channels = new Map<number, Map<number, Known>>();

  constructor(id: number) {
    this.id = id;
  }

  take(heard: Heard): void {
    if (heard.type === "Response") this.#takeResponse(heard);
    else if (heard.type === "Peer") this.#takePeer(heard);
    else if (heard.type === "PeerLeft") this.#forget(heard.channel, heard.peer);
    else if ("peer" in heard) this.#peers(heard.channel, heard.peer);
  }

  /** A message by UDP may be late: it is of a channel and peer that are known or were left. */
  takeBlast(heard: Heard): void {
    if ("peer" in heard && heard.peer === this.id) throw new Error("an echo");
  }

  #takeResponse(response: Extract<Heard, { type: "Response" }>): void {
    if (!response.success) {
      if (response.reason === "") throw new Error("a failure without a reason");
    } else if (response.request === "SetName") {
      this.name = response.name;
    } else if (response.request === "JoinChannel") {
      if (this.channels.has(response.channel)) throw new Error(`joined ${response.channel} twice`);
      const peers = response.peers.map(({ peer, flags, name }) => [peer, { flags, name }] as const);
      this.channels.set(response.channel, new Map(peers));
    } else if (response.request === "LeaveChannel" && !this.channels.delete(response.channel)) {
      throw new Error(`left channel ${response.channel}, in which it is not`);
    }
  }

  #takePeer({ channel, peer, name, flags }: Extract<Heard, { type: "Peer" }>): void {
    if (peer === this.id) throw new Error("told of itself");
    this.#channel(channel).set(peer, { name, flags });
  }

  #forget(channel: number, peer: number): void {
    this.#peers(channel, peer).delete(peer);
  }

  #channel(id: number): Map<number, Known> {
    const channel = this.channels.get(id);
    if (channel === undefined) throw new Error(`channel ${id} is unknown`);
    return channel;
  }

  /** The peers of a channel, one of whom must be this. */
  #peers(id: number, peer: number): Map<number, Known> {
    const channel = this.#channel(id);
    if (!channel.has(peer)) throw new Error(`peer ${peer} of channel ${id} is unknown`);
    return channel;
  }
}
