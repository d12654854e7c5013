/** A client's side of the wire, written from protocol.md alone: nothing of src/protocol but its types is used. */
import type { RequestName } from "../../src/protocol/constants.ts";
import type { ServerMessage } from "../../src/protocol/messages.ts";

/** Texts may be given as bytes, to say what is not UTF-8. */
export type Text = string | Uint8Array;

/** A message before it is framed: section 2. */
export interface Said {
  readonly head: number;
  readonly payload: Uint8Array;
}

/** How a relayed message is said; all of it is 0 or false where nothing is given. */
export interface Manner {
  readonly subchannel?: number;
  readonly variant?: number;
  readonly object?: boolean;
}

/** What the server said, for people: texts as strings, or as `0x...` where they are not UTF-8. */
export type Heard = Readable<ServerMessage>;
type Readable<T> = T extends Uint8Array
  ? string
  : T extends object
    ? { readonly [Key in keyof T]: Readable<T[Key]> }
    : T;

const u16 = (value: number) => [value & 0xff, value >> 8];
const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];

/** The bytes of its parts, one after the other. */
export function bytes(...parts: readonly (Text | readonly number[])[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => (part instanceof Uint8Array ? part : Buffer.from(part as string))),
  );
}

export const hex = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
export const toHex = (data: Uint8Array): string => Buffer.from(data).toString("hex");

function message(type: number, manner: Manner, ...parts: readonly (Text | readonly number[])[]): Said {
  const { subchannel = 0, variant = 0, object = false } = manner;
  return { head: ((object ? type + 3 : type) << 4) | variant, payload: bytes([subchannel], ...parts) };
}

const request = (number: number, ...parts: readonly (Text | readonly number[])[]): Said => ({
  head: 0,
  payload: bytes([number], ...parts),
});

/** Everything that a client can say: section 4. */
export const say = {
  connect: (version: Text = "revision 3") => request(0, version),
  setName: (name: Text) => request(1, name),
  join: (name: Text, flags = 0) => request(2, [flags], name),
  leave: (channel: number) => request(3, u16(channel)),
  list: () => request(4),
  toServer: (data: Text, manner: Manner = {}) => message(1, manner, data),
  toChannel: (channel: number, data: Text, manner: Manner = {}) => message(2, manner, u16(channel), data),
  toPeer: (channel: number, peer: number, data: Text, manner: Manner = {}) =>
    message(3, manner, u16(channel), u16(peer), data),
  hello: (): Said => ({ head: 0x70, payload: bytes() }),
  master: (channel: number, action: number, peer: number): Said => ({
    head: 0x80,
    payload: bytes(u16(channel), [action], u16(peer)),
  }),
  kick: (channel: number, peer: number) => say.master(channel, 0, peer),
  pong: (): Said => ({ head: 0x90, payload: bytes() }),
  implementation: (text: Text): Said => ({ head: 0xa0, payload: bytes(text) }),
};

/** The TCP form, in the shortest size form unless a longer one is asked for: section 2. */
export function frame(
  { head, payload }: Said,
  sizeForm: "shortest" | "u16" | "u32" = "shortest",
): Uint8Array {
  const size = payload.length;
  if (size < 254 && sizeForm === "shortest") return bytes([head, size], payload);
  if (size < 65_535 && sizeForm !== "u32") return bytes([head, 254], u16(size), payload);
  return bytes([head, 255], u32(size), payload);
}

/** The UDP form: section 3. */
export const datagram = ({ head, payload }: Said, id: number): Uint8Array => bytes([head], u16(id), payload);

/** Cuts what the server sends by TCP into frames, strictly: the shortest size form is a sender's duty (section 2). */
export class Cutter {
  #pending: Uint8Array = new Uint8Array();

  push(chunk: Uint8Array): Said[] {
    this.#pending = bytes(this.#pending, chunk);
    const frames: Said[] = [];
    for (let cut = this.#cut(); cut !== undefined; cut = this.#cut()) frames.push(cut);
    return frames;
  }

  #cut(): Said | undefined {
    const view = new DataView(this.#pending.buffer, this.#pending.byteOffset, this.#pending.length);
    if (view.byteLength < 2) return undefined;
    const short = view.getUint8(1);
    const header = short < 254 ? 2 : short === 254 ? 4 : 6;
    if (view.byteLength < header) return undefined;
    const size = header === 2 ? short : header === 4 ? view.getUint16(2, true) : view.getUint32(2, true);
    if (size < { 2: 0, 4: 254, 6: 65_535 }[header])
      throw new Error(`a size of ${size} in a header of ${header} bytes`);
    if (view.byteLength < header + size) return undefined;
    const payload = this.#pending.slice(header, header + size);
    this.#pending = this.#pending.subarray(header + size);
    return { head: view.getUint8(0), payload };
  }
}

/** A text as people read it, or `0x...` where it is not UTF-8. */
export function readable(data: Uint8Array): string {
  const text = Buffer.from(data).toString();
  return Buffer.from(text).equals(data) ? text : `0x${toHex(data)}`;
}

/** Reads fields in order, and knows when something is left over. */
class Cursor {
  readonly #data: Buffer;
  #at = 0;

  constructor(data: Uint8Array) {
    this.#data = Buffer.from(data);
  }

  get left(): number {
    return this.#data.length - this.#at;
  }

  u8(): number {
    return this.#take(1).readUInt8();
  }

  u16(): number {
    return this.#take(2).readUInt16LE();
  }

  /** A text of the given length; all that is left where none is given. */
  text(length = this.left): string {
    return readable(this.#take(length));
  }

  #take(length: number): Buffer {
    if (length > this.left)
      throw new Error(`${length} bytes expected, ${this.left} left in ${toHex(this.#data)}`);
    this.#at += length;
    return this.#data.subarray(this.#at - length, this.#at);
  }
}

const REQUESTS = ["Connect", "SetName", "JoinChannel", "LeaveChannel", "ChannelList"] as const;

function understandResponse(payload: Cursor): Heard {
  const request = REQUESTS[payload.u8()];
  if (request === undefined) throw new Error("a response to no request");
  const success = payload.u8();
  if (success > 1) throw new Error(`success is ${success}`);
  const response = { type: "Response", request } as const;
  return success === 1
    ? ({ ...response, success: true, ...understandSuccess(request, payload) } as Heard)
    : { ...response, success: false, ...understandSubject(request, payload), reason: payload.text() };
}

/** What a failure repeats of its request: section 5.1. */
function understandSubject(request: RequestName, payload: Cursor): { name?: string; channel?: number } {
  if (request === "SetName" || request === "JoinChannel") return { name: payload.text(payload.u8()) };
  return request === "LeaveChannel" ? { channel: payload.u16() } : {};
}

function understandSuccess(request: RequestName, payload: Cursor): object {
  switch (request) {
    case "Connect":
      return { id: payload.u16(), welcome: payload.text() };
    case "SetName":
      return { name: payload.text(payload.u8()) };
    case "JoinChannel": {
      const opening = { flags: payload.u8(), name: payload.text(payload.u8()), channel: payload.u16() };
      return {
        ...opening,
        peers: all(payload, () => ({
          peer: payload.u16(),
          flags: payload.u8(),
          name: payload.text(payload.u8()),
        })),
      };
    }
    case "LeaveChannel":
      return { channel: payload.u16() };
    case "ChannelList":
      return { channels: all(payload, () => ({ peers: payload.u16(), name: payload.text(payload.u8()) })) };
  }
}

function all<Entry>(payload: Cursor, entry: () => Entry): Entry[] {
  const entries: Entry[] = [];
  while (payload.left > 0) entries.push(entry());
  return entries;
}

const MESSAGES: Record<number, { readonly type: string; readonly fields: readonly ("channel" | "peer")[] }> =
  {
    1: { type: "BinaryServerMessage", fields: [] },
    2: { type: "BinaryChannelMessage", fields: ["channel", "peer"] },
    3: { type: "BinaryPeerMessage", fields: ["channel", "peer"] },
    4: { type: "BinaryServerChannelMessage", fields: ["channel"] },
    5: { type: "ObjectServerMessage", fields: [] },
    6: { type: "ObjectChannelMessage", fields: ["channel", "peer"] },
    7: { type: "ObjectPeerMessage", fields: ["channel", "peer"] },
    8: { type: "ObjectServerChannelMessage", fields: ["channel"] },
  };

function understandPeer(payload: Cursor): Heard {
  const who = { channel: payload.u16(), peer: payload.u16() };
  return payload.left === 0
    ? { type: "PeerLeft", ...who }
    : { type: "Peer", ...who, flags: payload.u8(), name: payload.text() };
}

/** Understands what the server says, strictly: no byte too few, none too many: section 5. */
export function understand(said: Said): Heard {
  const payload = new Cursor(said.payload);
  const type = said.head >> 4;
  const variant = said.head & 0x0f;
  const relayed = MESSAGES[type];
  if (relayed !== undefined) {
    const subchannel = payload.u8();
    const fields = Object.fromEntries(relayed.fields.map((field) => [field, payload.u16()]));
    return { type: relayed.type, subchannel, variant, ...fields, data: payload.text() } as Heard;
  }
  if (variant !== 0) throw new Error(`variant ${variant} in a message of type ${type}`);
  const heard = understandTold(type, payload);
  if (payload.left > 0) throw new Error(`${payload.left} bytes left over in ${toHex(said.payload)}`);
  return heard;
}

function understandTold(type: number, payload: Cursor): Heard {
  if (type === 0) return understandResponse(payload);
  if (type === 9) return understandPeer(payload);
  if (type === 10) return { type: "UDPWelcome" };
  if (type === 11) return { type: "Ping" };
  if (type === 12) return { type: "ImplementationRequest" };
  throw new Error(`type ${type} is none of section 5`);
}
