import { describe, expect, test } from "bun:test";
import { Content } from "../../src/protocol/content.ts";
import { clientDatagram } from "../../src/protocol/datagram.ts";
import * as encode from "../../src/protocol/encode.ts";
import { encodeClientMessage } from "../../src/protocol/encode-client.ts";
import type { ServerMessage, Success } from "../../src/protocol/messages.ts";
import type { Frame } from "../../src/protocol/writer.ts";
import { failure } from "../support/answers.ts";
import { Cutter, hex, readable, toHex, understand } from "../support/wire.ts";
import { clientVectors } from "./client-vectors.ts";
import { serverVectors } from "./server-vectors.ts";
import { DATAGRAM_ID } from "./vectors.ts";

const tcpForm = (frame: Frame) => toHex(frame.bytes.subarray(frame.start, frame.end));
const compact = (spaced: string) => spaced.replaceAll(" ", "");
const heard = (frame: Frame) =>
  new Cutter().push(frame.bytes.slice(frame.start, frame.end)).map(understand)[0];
const utf8 = (text: Uint8Array) => new TextDecoder().decode(text);

type Relayed = Extract<ServerMessage, { readonly data: Uint8Array }>;

function contentOf(message: Relayed): Content {
  const content = new Content();
  content.isObject = message.type.startsWith("Object");
  content.subchannel = message.subchannel;
  content.variant = message.variant;
  if ("channel" in message) content.channel = message.channel;
  content.data = message.data;
  return content;
}

function encodeSuccess(message: Success): Frame {
  switch (message.request) {
    case "Connect":
      return encode.connectAccepted(message.id, utf8(message.welcome));
    case "SetName":
      return encode.nameAccepted(message.name);
    case "JoinChannel":
      return encode.channelJoined({ ...message, isMaster: message.flags === 1 }, message.peers);
    case "LeaveChannel":
      return encode.channelLeft(message.channel);
    case "ChannelList":
      return encode.channelList(message.channels);
  }
}

/** The encoder of each thing that the server can say. */
function encodeServerMessage(message: ServerMessage): Frame {
  switch (message.type) {
    case "Response":
      return message.success
        ? encodeSuccess(message)
        : encode.denied(message.request, utf8(message.reason), message);
    case "BinaryServerMessage":
    case "ObjectServerMessage":
      return encode.serverMessage(contentOf(message));
    case "BinaryServerChannelMessage":
    case "ObjectServerChannelMessage":
      return encode.serverChannelMessage(contentOf(message), message.channel);
    case "BinaryChannelMessage":
    case "ObjectChannelMessage":
      return encode.channelMessage(contentOf(message), message.peer);
    case "BinaryPeerMessage":
    case "ObjectPeerMessage":
      return encode.peerMessage(contentOf(message), message.peer);
    case "Peer":
      return encode.peerChanged(message.channel, message);
    case "PeerLeft":
      return encode.peerLeft(message.channel, message.peer);
    case "UDPWelcome":
      return encode.udpWelcome();
    case "Ping":
      return encode.ping();
    case "ImplementationRequest":
      return encode.implementationRequest();
  }
}

describe("what the server says", () => {
  test.each([...serverVectors])("$title", ({ message, frame, datagram }) => {
    if (frame !== undefined) expect(tcpForm(encodeServerMessage(message))).toBe(compact(frame));
    if (datagram !== undefined)
      expect(toHex(encodeServerMessage(message).datagram())).toBe(compact(datagram));
  });

  test("a frame holds until the next is encoded, a datagram for good", () => {
    const first = encode.peerLeft(1, 2);
    const datagram = first.datagram();
    encode.peerLeft(3, 4);
    expect(toHex(datagram)).toBe("9001000200");
  });

  test("a small message after a large one is not touched by it", () => {
    const large = new Content();
    large.data = new Uint8Array(3_000_000).fill(0x61);
    const frame = encode.serverMessage(large);
    expect(frame.end - frame.start).toBe(6 + 1 + 3_000_000);
    expect(tcpForm(encode.peerLeft(1, 2))).toBe("900401000200");
    expect(tcpForm(encode.ping())).toBe("b000");
  });
});

describe("what a client says", () => {
  test.each([...clientVectors])("$title", ({ message, frame, datagram }) => {
    if (frame !== undefined) expect(tcpForm(encodeClientMessage(message))).toBe(compact(frame));
    if (datagram !== undefined) {
      expect(toHex(clientDatagram(DATAGRAM_ID, encodeClientMessage(message)))).toBe(compact(datagram));
    }
  });
});

describe("a name longer than 255 bytes in a failure is cut at a character boundary", () => {
  const cases = [
    { title: "one byte a character", name: "a".repeat(256), kept: 255 },
    { title: "two bytes a character", name: "é".repeat(200), kept: 254 },
    { title: "three bytes a character", name: `a${"€".repeat(100)}`, kept: 253 },
    { title: "three bytes a character that just fit", name: "€".repeat(100), kept: 255 },
    { title: "four bytes a character", name: "😀".repeat(64), kept: 252 },
    { title: "four bytes a character and one before", name: `a${"😀".repeat(64)}`, kept: 253 },
    { title: "four bytes a character and two before", name: `aa${"😀".repeat(64)}`, kept: 254 },
    { title: "Windows-1252", name: hex("93".repeat(300)), kept: 255 },
  ];

  test.each(cases)("$title: $kept bytes", ({ name, kept }) => {
    const asked = Buffer.from(name);
    const cut = readable(asked.subarray(0, kept));
    for (const request of ["SetName", "JoinChannel"] as const) {
      expect(heard(encode.denied(request, "no", { name: asked }))).toEqual(
        failure(request, "no", { name: cut }),
      );
    }
  });

  test("255 bytes are not too long", () => {
    const name = "a".repeat(255);
    expect(heard(encode.denied("SetName", "no", { name: Buffer.from(name) }))).toEqual(
      failure("SetName", "no", { name }),
    );
  });
});
