/** What whole sessions do, as simply as it can be said: the relay's model, and the answers to what clients say. */
import { Model, type ModelChannel, type ModelClient, type Rules } from "../relay/model.ts";
import { failure, fromChannel, fromPeer, success } from "../support/answers.ts";
import type { Heard, Manner } from "../support/wire.ts";

export class SessionModel {
  readonly relay: Model;
  /** Who was told what by UDP since it was last asked. */
  blasted: { to: number; heard: Heard }[] = [];
  /** Those whose UDP port is bound. */
  readonly #bound = new Set<ModelClient>();
  readonly #hidden = new Set<ModelChannel>();

  constructor(rules: Rules) {
    this.relay = new Model(rules);
  }

  get clients(): readonly ModelClient[] {
    return this.relay.clients;
  }

  setName(client: ModelClient, name: string): void {
    const reason = this.relay.setName(client, name);
    if (reason !== undefined) this.#tell(client, failure("SetName", reason, { name }));
  }

  join(client: ModelClient, name: string, flags: number): void {
    if (client.name === undefined)
      return this.#tell(client, failure("JoinChannel", "Name not set", { name }));
    const before = new Set(this.relay.channels);
    const reason = this.relay.join(client, name, (flags & 2) !== 0);
    if (reason !== undefined) return this.#tell(client, failure("JoinChannel", reason, { name }));
    const made = this.relay.channels.find((channel) => !before.has(channel));
    if (made !== undefined && (flags & 1) !== 0) this.#hidden.add(made);
    return undefined;
  }

  leave(client: ModelClient, id: number): void {
    const channel = client.channels.find((each) => each.id === id);
    if (channel !== undefined) this.relay.leave(client, channel);
    else this.#tell(client, failure("LeaveChannel", "No such channel", { channel: id }));
  }

  list(client: ModelClient): void {
    const shown = this.relay.channels.filter((channel) => !this.#hidden.has(channel));
    const channels = shown.map(({ members, name }) => ({ peers: members.length, name }));
    this.#tell(client, success("ChannelList", { channels }));
  }

  kick(client: ModelClient, id: number, peer: number): void {
    const channel = client.channels.find((each) => each.id === id && each.master === client);
    const target = channel?.members.find((member) => member.id === peer);
    if (channel !== undefined && target !== undefined) this.relay.leave(target, channel);
  }

  say(client: ModelClient, id: number, data: string, manner: Manner): void {
    for (const peer of this.#peers(client, id)) this.#tell(peer, fromChannel(id, client.id, data, manner));
  }

  sayTo(client: ModelClient, id: number, peer: number, data: string): void {
    const target = this.#peers(client, id).find((each) => each.id === peer);
    if (target !== undefined) this.#tell(target, fromPeer(id, client.id, data));
  }

  hello(client: ModelClient): void {
    this.#bound.add(client);
    this.blasted.push({ to: client.id, heard: { type: "UDPWelcome" } });
  }

  /** A blast is taken from a bound port only, and goes to bound ports only. */
  blast(client: ModelClient, id: number, data: string): void {
    if (!this.#bound.has(client)) return;
    for (const peer of this.#peers(client, id))
      if (this.#bound.has(peer)) this.blasted.push({ to: peer.id, heard: fromChannel(id, client.id, data) });
  }

  /** Connects once more, which ends the connection. */
  connectAgain(client: ModelClient): void {
    this.#tell(client, failure("Connect", "Already connected"));
    this.relay.disconnect(client);
  }

  #peers(client: ModelClient, id: number): readonly ModelClient[] {
    const channel = client.channels.find((each) => each.id === id);
    return channel?.members.filter((member) => member !== client) ?? [];
  }

  #tell({ id }: ModelClient, heard: Heard): void {
    this.relay.told.push({ to: id, heard });
  }
}
