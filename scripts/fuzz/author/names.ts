/** The names of those who behave well, whom everybody else is to leave in peace. */
export const WITNESSES = ["Anna", "Berta"] as const;
export const WITNESS_ROOM = "The witnesses";

const text = (name: string) => new Uint8Array(Buffer.from(name));
const bytes = (...values: number[]) => Uint8Array.from(values);

/** Names that may be had, some of them by one client only. */
export const CLIENT_NAMES = [
  "Ann",
  "Bob",
  "bob ",
  "BÖB",
  "Carol",
  "Dave",
  "Eve 👾",
  "Ĝrëg",
  "\u202eevil",
  "x".repeat(255),
  ...WITNESSES,
  "ANNA",
].map(text);

/** Those that fuzzed clients meet in, and the witnesses' own. */
export const CHANNEL_NAMES = [
  "Lobby",
  "LOBBY",
  "Lobby|MaxPlayers=8",
  "Den",
  "Dên",
  "Pub",
  "♥".repeat(85),
  WITNESS_ROOM,
].map(text);

/** Names that cannot be had, or hardly. */
export const BAD_NAMES = [
  bytes(),
  text(" "),
  text("\u200b"),
  text("a\0b"),
  text("\x1b[2J"),
  text("x".repeat(256)),
  text("é".repeat(200)),
  text(`${"\u0301".repeat(40)}`),
  bytes(0xff, 0xfe, 0xfd),
  bytes(0xc3),
  bytes(0x41, 0xed, 0xa0, 0x80),
  bytes(0xf0, 0x9f, 0x98),
  bytes(0xc0, 0x80),
];

/** What follows a text to make it no text. */
export const INVALID_UTF8 = [
  bytes(0xff),
  bytes(0xc3),
  bytes(0xe2, 0x82),
  bytes(0xed, 0xbf, 0xbf),
  bytes(0xf8, 0x88),
];

export const OBJECTS = [
  '{"x":1,"y":[2,3]}',
  "[]",
  "null",
  '"text"',
  '{"__proto__":1}',
  "{",
  '"\\ud800"',
  "[".repeat(90),
  "",
].map(text);

export const TEXTS = ["", "hi", "hello there, all of you", "ünïcödé ✓", "x".repeat(100), "y".repeat(300)].map(
  text,
);

export const VERSION = text("revision 3");
