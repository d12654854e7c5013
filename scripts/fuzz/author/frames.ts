import type { Dice } from "../../../test/support/dice.ts";
import { MAX_MESSAGE_SIZE } from "../settings.ts";
import { type Company, channelFor, type Knowledge, peerOf } from "./company.ts";
import type { Draft } from "./draft.ts";
import { BAD_NAMES, CHANNEL_NAMES, CLIENT_NAMES, OBJECTS, TEXTS, VERSION } from "./names.ts";

/** Writes one message of protocol.md, section 4, as a client of this company might. */
export type Frame = (draft: Draft, company: Company, client: Knowledge) => void;

/** Payloads around these are at the edge of two size forms, on the way in or, with the sender's id, on the way out. */
const EDGE = 254;
const FAR_EDGE = 65_535;
/** Frames around this are as large as the server takes them. */
const LIMIT = MAX_MESSAGE_SIZE;
const AROUND = 8;

function name(dice: Dice, good: readonly Uint8Array[]): Uint8Array {
  return dice.throw(12) === 0 ? dice.pick(BAD_NAMES) : dice.pick(good);
}

/** The data of a relayed message in one of the 16 variants. */
function data(draft: Draft, dice: Dice, type: number): void {
  if (type > 3) draft.raw(dice.pick(OBJECTS));
  else if (dice.throw(2) === 0) draft.raw(dice.pick(TEXTS));
  else if (dice.throw(20) === 0) draft.fill(dice.throw(256), EDGE - AROUND + dice.throw(AROUND + 4));
  else if (dice.throw(1000) === 0)
    draft.fill(dice.throw(256), dice.pick([FAR_EDGE, LIMIT]) - AROUND + dice.throw(AROUND + 4));
  else draft.u16(dice.throw(65_536)).u16(dice.throw(65_536));
}

/** A relayed message's head byte without the lowest type: Object messages are three above the Binary ones. */
function manner(dice: Dice): number {
  const object = dice.throw(4) === 0 ? 3 : 0;
  const variant = dice.throw(8) === 0 ? dice.throw(16) : dice.throw(3);
  return (object << 4) | variant;
}

const toServer: Frame = (draft, company) => {
  const head = 0x10 + manner(company.dice);
  draft.begin(head).u8(company.dice.throw(256));
  data(draft, company.dice, head >> 4);
};

const toChannel: Frame = (draft, company, client) => {
  const head = 0x20 + manner(company.dice);
  draft.begin(head).u8(company.dice.throw(256)).u16(channelFor(company, client));
  data(draft, company.dice, head >> 4);
};

const toPeer: Frame = (draft, company, client) => {
  const head = 0x30 + manner(company.dice);
  draft.begin(head).u8(company.dice.throw(256)).u16(channelFor(company, client)).u16(peerOf(company));
  data(draft, company.dice, head >> 4);
};

const connect: Frame = (draft) => void draft.begin(0).u8(0).raw(VERSION);
const setName: Frame = (draft, { dice }) => void draft.begin(0).u8(1).raw(name(dice, CLIENT_NAMES));
const join: Frame = (draft, { dice }) =>
  void draft
    .begin(0)
    .u8(2)
    .u8(dice.throw(5) % 4)
    .raw(name(dice, CHANNEL_NAMES));
const leave: Frame = (draft, company, client) => void draft.begin(0).u8(3).u16(channelFor(company, client));
const list: Frame = (draft) => void draft.begin(0).u8(4);
const pong: Frame = (draft) => void draft.begin(0x90);
const implementation: Frame = (draft, { dice }) => void draft.begin(0xa0).raw(dice.pick(TEXTS));
const hello: Frame = (draft) => void draft.begin(0x70);

const master: Frame = (draft, company, client) =>
  void draft
    .begin(0x80)
    .u16(channelFor(company, client))
    .u8(company.dice.throw(8) === 0 ? company.dice.throw(256) : 0)
    .u16(peerOf(company));

/** So often each, of all of them together. */
const OFTEN: readonly (readonly [times: number, frame: Frame])[] = [
  [20, toChannel],
  [8, toPeer],
  [8, toServer],
  [8, join],
  [6, leave],
  [4, setName],
  [3, master],
  [1, list],
  [2, pong],
  [1, implementation],
];
/** What a client says that is in the midst of a conversation, and what may come by UDP. */
export const USUAL = OFTEN.flatMap(([times, frame]) => Array.from({ length: times }, () => frame));
export const BY_DATAGRAM = [toChannel, toChannel, toChannel, toPeer, toPeer, toServer, pong, hello, hello];

/** How a client introduces itself, after the zero byte. */
export const OPENING = [connect, setName, join];

/** Adds a frame to a draft. */
export function writeFrame(draft: Draft, company: Company, client: Knowledge, frame: Frame): void {
  frame(draft, company, client);
  draft.finish();
}
