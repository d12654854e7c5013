import type { Channel, Peer, Received } from "../../client/public.ts";
import { plain } from "../../log.ts";
import type { Room } from "./room.ts";
import type { Screen } from "./screen.ts";

/** A text that begins so is what somebody does, and not what they say. */
export const ACTION = "/me ";

/** Shows what happens in a room. Texts and names come from strangers: none can move the cursor or colour the screen. */
export class Telling {
  readonly #room: Room;
  readonly #screen: Screen;
  #isConnected = true;

  constructor(room: Room, screen: Screen) {
    this.#room = room;
    this.#screen = screen;
  }

  /** Shows everything from now on. */
  follow(): void {
    const { client } = this.#room;
    client.on("connected", ({ again, welcome }) => {
      this.#isConnected = true;
      if (again) this.note(`connected again: ${plain(welcome)}`);
    });
    client.on("disconnected", ({ reason, retryIn }) => {
      if (retryIn === undefined) return;
      const what = this.#isConnected ? "the connection is lost" : "no connection yet";
      this.#isConnected = false;
      this.alarm(`${what}: ${plain(reason)}; trying again in ${(retryIn / 1000).toFixed(1)} s`);
    });
    client.on("denied", ({ name, reason }) => this.alarm(`${plain(name)}: ${plain(reason)}; trying again`));
    client.on("nameChanged", ({ name }) => this.note(`you are ${this.#name(name)}`));
    client.on("joined", ({ channel }) => this.#joined(channel));
    client.on("left", ({ channel, asked }) => this.#left(channel, asked));
    client.on("peerJoined", ({ channel, peer }) => this.#of(channel, `${this.#name(peer.name)} is here`));
    client.on("peerLeft", ({ channel, peer }) => this.#of(channel, `${this.#name(peer.name)} has left`));
    client.on("peerNameChanged", ({ channel, peer, before }) =>
      this.#of(channel, `${this.#name(before)} is now ${this.#name(peer.name)}`),
    );
    client.on("masterChanged", ({ channel, peer }) =>
      this.#of(channel, `${this.#name(peer.name)} is ${peer.isMaster ? "now" : "no longer"} its master`),
    );
    client.on("channelMessage", ({ channel, peer, message }) =>
      this.#show(message, (text) => this.says(peer.name, text, channel)),
    );
    client.on("peerMessage", ({ peer, message }) =>
      this.#show(message, (text) => `${this.#name(peer.name)}, to you alone: ${plain(text)}`),
    );
    client.on("serverMessage", ({ message }) => this.#show(message, (text) => `the server: ${plain(text)}`));
    client.on("serverChannelMessage", ({ channel, message }) =>
      this.#show(message, (text) => `${this.#where(channel)}the channel: ${plain(text)}`),
    );
  }

  /** A line of what somebody says, or does. */
  says(name: string, text: string, channel: Channel): string {
    const where = this.#where(channel);
    if (text.startsWith(ACTION)) return `${where}* ${this.#name(name)} ${plain(text.slice(ACTION.length))}`;
    return `${where}${this.#name(name)}: ${plain(text)}`;
  }

  /** A line of what is said to one. */
  tells(peer: Peer, text: string): string {
    return `you, to ${this.#name(peer.name)} alone: ${plain(text)}`;
  }

  /** Something to know. */
  note(text: string): void {
    this.#screen.show(this.#screen.paint.dim(`- ${text}`));
  }

  /** Something that went wrong. */
  alarm(text: string): void {
    this.#screen.show(this.#screen.paint.alarm(`! ${text}`));
  }

  /** A line as it is. */
  line(text: string): void {
    this.#screen.show(text);
  }

  /** Who is in a channel. */
  company({ peers }: Channel): string {
    const others = [...peers.values()].map(
      ({ name, isMaster }) => `${this.#name(name)}${isMaster ? " (master)" : ""}`,
    );
    return others.length === 0 ? "nobody else" : others.join(", ");
  }

  #show(message: Received, line: (text: string) => string): void {
    const { subchannel, isObject, variant, bytes } = message;
    const isText = !isObject && variant === 0;
    if (isText && subchannel === 0) return this.line(line(message.text));
    if (isText)
      return this.line(`${line(message.text)} ${this.#screen.paint.dim(`(subchannel ${subchannel})`)}`);
    if (!this.#room.showsAll) return;
    const value = isObject || variant === 1 ? message.text : `${bytes.length} bytes`;
    const shown = variant === 1 && !isObject ? String(message.number) : value;
    this.line(`${line(shown)} ${this.#screen.paint.dim(`(subchannel ${subchannel}, variant ${variant})`)}`);
  }

  #joined(channel: Channel): void {
    this.#room.current = channel;
    this.note(`you are in ${plain(channel.name)}, with ${this.company(channel)}`);
  }

  #left(channel: Channel, asked: boolean): void {
    this.#room.leave(channel);
    this.note(`${asked ? "you have left" : "you were put out of"} ${plain(channel.name)}`);
  }

  #of(channel: Channel, text: string): void {
    this.note(`${this.#where(channel)}${text}`);
  }

  /** In which channel, where there are several. */
  #where({ name }: Channel): string {
    return this.#room.client.channels.size > 1 ? `[${plain(name)}] ` : "";
  }

  #name(name: string): string {
    return this.#screen.paint.name(plain(name) || "somebody without a name");
  }
}
