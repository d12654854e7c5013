import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Unwrapper } from "../../src/web/unwrap.ts";
import { clientFrame, fragments, HOSTILE, messageOf } from "../support/websocket-wire.ts";
import { bytes, Cutter, frame, hex, type Said, say, toHex } from "../support/wire.ts";

const MOST = 1 << 16;

/** What comes of a stream that is cut after these bytes. */
function unwrapped(stream: Uint8Array, cuts: readonly number[] = []): string {
  const unwrapper = new Unwrapper(MOST, MOST);
  const ends = [...cuts, stream.length];
  // Copies: chunks are changed in place.
  const parts = ends.map((end, i) => unwrapper.unwrap(stream.slice(i === 0 ? 0 : ends[i - 1], end)));
  expect(unwrapper.problem).toBeUndefined();
  return toHex(bytes(...parts));
}

const said = fc.record({ head: fc.nat(255), payload: fc.uint8Array({ maxLength: 300 }) });
const large = fc
  .tuple(fc.nat(255), fc.constantFrom(124, 125, 126, 252, 253, 254, 65_533, 65_534, 65_535))
  .map(([head, size]): Said => ({ head, payload: new Uint8Array(size).fill(7) }));

describe("messages come out as relay frames", () => {
  test("wherever the stream is cut, and whatever is between them", () => {
    const control = fc.constantFrom(9, 10).map((opcode) => clientFrame(hex("70696e67"), { opcode }));
    const whole = fc.oneof({ weight: 5, arbitrary: said }, large).map((each) => ({
      frame: toHex(frame(each)),
      stream: clientFrame(messageOf(each)),
    }));
    const cut = fc.tuple(said, fc.array(fc.nat(40), { maxLength: 4 }), control).map(([each, sizes]) => ({
      frame: toHex(frame(each)),
      stream: fragments(each, ...within(each, sizes)),
    }));
    const nothing = control.map((stream) => ({ frame: "", stream }));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(whole, cut, nothing)),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        (all, at) => {
          const stream = bytes(...all.map((each) => each.stream));
          const cuts = at.map((share) => Math.floor(share * stream.length)).sort((a, b) => a - b);
          expect(unwrapped(stream, cuts)).toBe(all.map((each) => each.frame).join(""));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("cut after every byte", () => {
    const stream = bytes(
      clientFrame(messageOf(say.toChannel(1, "one"))),
      fragments(say.toChannel(1, "fragmented"), 1, 0, 5),
      clientFrame(messageOf(say.pong())),
      clientFrame(messageOf(say.toChannel(1, "x".repeat(300)))),
    );
    const every = Array.from({ length: stream.length - 1 }, (_, i) => i + 1);
    const expected = [
      say.toChannel(1, "one"),
      say.toChannel(1, "fragmented"),
      say.pong(),
      say.toChannel(1, "x".repeat(300)),
    ];
    expect(unwrapped(stream, every)).toBe(toHex(bytes(...expected.map((each) => frame(each)))));
  });

  test("a Ping between the pieces of a message is heard, and breaks nothing", () => {
    const unwrapper = new Unwrapper(MOST, MOST);
    const [first, last] = [
      clientFrame(hex("200700"), { isLast: false }),
      clientFrame(hex("0168"), { opcode: 0 }),
    ];
    const out = unwrapper.unwrap(bytes(first, clientFrame(hex("aabb"), { opcode: 9 }), last));
    expect(new Cutter().push(out)).toEqual([{ head: 0x20, payload: hex("07000168") }]);
    expect(toHex(unwrapper.ping as Uint8Array)).toBe("aabb");
  });
});

describe("a frame that no client may send", () => {
  for (const { title, frame: hostile, code } of HOSTILE) {
    test(`${title}: ${code}, and what came before it is taken`, () => {
      const unwrapper = new Unwrapper(MOST, MOST);
      const before = say.toChannel(1, "before");
      const out = unwrapper.unwrap(bytes(clientFrame(messageOf(before)), hostile));
      expect(toHex(out)).toBe(toHex(frame(before)));
      expect(unwrapper.problem?.closeCode).toBe(code);
    });
  }
});

describe("what is kept of a message that is not whole", () => {
  test("is no more than may be", () => {
    const unwrapper = new Unwrapper(MOST, 100);
    const stream = clientFrame(new Uint8Array(200).fill(1));
    expect(unwrapper.unwrap(stream.slice(0, 100))).toHaveLength(0);
    expect(unwrapper.problem).toBeUndefined();
    unwrapper.unwrap(stream.slice(100, 150));
    expect(unwrapper.problem?.closeCode).toBe(1009);
  });

  test("a message of just the largest size is taken, and one byte more is not", () => {
    const most = new Unwrapper(1000, 1000);
    expect(most.unwrap(clientFrame(new Uint8Array(1000)))).toHaveLength(1003);
    expect(most.problem).toBeUndefined();
    most.unwrap(clientFrame(new Uint8Array(1001)));
    expect(most.problem).toMatchObject({ closeCode: 1009, code: "too large" });
  });
});

describe("a Close", () => {
  test.each([
    ["", 1000],
    ["03e8", 1000],
    ["03e9 676f6e65", 1001],
    ["0fa0", 4000],
  ])("%j says %d, and nothing after it is taken", (payload, code) => {
    const unwrapper = new Unwrapper(MOST, MOST);
    const out = unwrapper.unwrap(bytes(clientFrame(hex(payload), { opcode: 8 }), clientFrame(hex("20"))));
    expect([unwrapper.closed, out.length]).toEqual([code, 0]);
  });
});

/** As much of the sizes as a message has. */
function within({ payload }: Said, sizes: readonly number[]): number[] {
  let left = payload.length + 1;
  return sizes.map((size) => {
    const taken = Math.min(size, left);
    left -= taken;
    return taken;
  });
}
