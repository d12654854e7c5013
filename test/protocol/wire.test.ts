import { describe, expect, test } from "bun:test";
import { Cutter, datagram, frame, hex, readable, say, toHex, understand } from "../support/wire.ts";
import { clientVectors } from "./client-vectors.ts";
import { serverVectors } from "./server-vectors.ts";
import { DATAGRAM_ID } from "./vectors.ts";

/** The tests' own codec against the vectors: what it says and understands is what protocol.md says. */

/** A message with its texts as players read them. */
function asHeard(value: unknown): unknown {
  if (value instanceof Uint8Array) return readable(value);
  if (Array.isArray(value)) return value.map(asHeard);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, asHeard(field)]));
}

describe("the tests' codec understands", () => {
  test.each([...serverVectors])("$title", ({ message, frame: form, datagram: sent }) => {
    if (form !== undefined)
      expect(new Cutter().push(hex(form)).map(understand)).toEqual([asHeard(message) as never]);
    if (sent !== undefined)
      expect(understand({ head: hex(sent)[0] ?? 0, payload: hex(sent).subarray(1) })).toEqual(
        asHeard(message) as never,
      );
  });
});

describe("the tests' codec says", () => {
  const manner = { subchannel: 9 };
  const object = { subchannel: 9, object: true };
  const number = hex("78563412");
  const said = {
    Connect: say.connect(),
    SetName: say.setName("Zoë"),
    JoinChannel: say.join("Lobby"),
    "JoinChannel, hidden and to be closed": say.join("Lobby", 3),
    LeaveChannel: say.leave(0x0304),
    ChannelList: say.list(),
    BinaryServerMessage: say.toServer("hi", manner),
    BinaryChannelMessage: say.toChannel(0x0304, number, { subchannel: 9, variant: 1 }),
    BinaryPeerMessage: say.toPeer(0x0304, 0x0506, hex("ff00"), { subchannel: 9, variant: 2 }),
    ObjectServerMessage: say.toServer("{}", object),
    ObjectChannelMessage: say.toChannel(0x0304, "[1]", object),
    ObjectPeerMessage: say.toPeer(0x0304, 0x0506, "null", object),
    UDPHello: say.hello(),
    "ChannelMaster, a kick": say.kick(0x0304, 0x0506),
    Pong: say.pong(),
    Implementation: say.implementation("Bluewing Windows Unicode b103"),
  };

  test.each(Object.entries(said))("%s", (title, message) => {
    const vector = clientVectors.find((candidate) => candidate.title === title);
    if (vector?.frame !== undefined) expect(toHex(frame(message))).toBe(toHex(hex(vector.frame)));
    if (vector?.datagram !== undefined)
      expect(toHex(datagram(message, DATAGRAM_ID))).toBe(toHex(hex(vector.datagram)));
    expect(vector).toBeDefined();
  });

  test("every size form", () => {
    for (const { message, frame: form, tolerated = [] } of clientVectors.filter(({ title }) =>
      title.startsWith("a payload of"),
    )) {
      const content = say.toServer((message as { data: Uint8Array }).data, manner);
      const forms = (["shortest", "u16", "u32"] as const).map((sizeForm) => toHex(frame(content, sizeForm)));
      for (const expected of [
        form ?? "",
        ...tolerated.filter((longer) => !longer.startsWith("10 fe ffff")),
      ]) {
        expect(forms).toContain(toHex(hex(expected)));
      }
    }
  });
});
