import type { Dice } from "../../../test/support/dice.ts";
import type { Draft } from "./draft.ts";
import { INVALID_UTF8 } from "./names.ts";

/** Spoils the last frame of a draft; false where there is nothing in it to spoil in this way. */
type Mutation = (draft: Draft, dice: Dice) => boolean;

const INTERESTING = [0x00, 0x01, 0x03, 0x7f, 0x80, 0xfd, 0xfe, 0xff];
/** At and around the limits that sizes are compared with. */
const LENGTHS = [0, 1, 253, 254, 1023, 1025, 65_535, 131_072, 131_073, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];
const IDS = [0, 1, 2, 0x00ff, 0xfffe, 0xffff];

/** Changes a byte into another one. */
function change(draft: Draft, at: number, to: number): boolean {
  if (draft.bytes[at] === to) draft.bytes[at] = to ^ 1;
  else draft.bytes[at] = to;
  return true;
}

const payload = (draft: Draft) => draft.start + draft.header;
const isRequest = (draft: Draft) => (draft.bytes[draft.start] as number) < 0x10;
const size = (draft: Draft) => draft.end - payload(draft);

/** Says the true size again, after the payload has changed, in the shortest form. */
function tellSize(draft: Draft, former: number): boolean {
  const now = draft.end - draft.start - former;
  draft.resize(former, now < 254 ? 2 : now < 65_535 ? 4 : 6, now);
  return true;
}

const flipBit: Mutation = (draft, dice) => {
  const at = draft.start + dice.throw(draft.end - draft.start);
  return change(draft, at, (draft.bytes[at] as number) ^ (1 << dice.throw(8)));
};

/** Leaves a request's number as it is: few numbers are requests. */
const flipFieldBit: Mutation = (draft, dice) => {
  const fields = payload(draft) + (isRequest(draft) ? 1 : 0);
  if (fields >= draft.end) return false;
  const at = fields + dice.throw(draft.end - fields);
  return change(draft, at, (draft.bytes[at] as number) ^ (1 << dice.throw(8)));
};

const setByte: Mutation = (draft, dice) =>
  change(draft, draft.start + dice.throw(draft.end - draft.start), dice.pick(INTERESTING));

const otherType: Mutation = (draft, dice) =>
  change(draft, draft.start, (draft.bytes[draft.start] as number) ^ ((1 + dice.throw(15)) << 4));

const otherVariant: Mutation = (draft, dice) =>
  change(draft, draft.start, (draft.bytes[draft.start] as number) ^ (1 + dice.throw(15)));

const longerForm: Mutation = (draft, dice) => {
  const { header } = draft;
  if (header === 6) return false;
  draft.resize(header, header === 2 && dice.throw(2) === 0 ? 4 : 6, size(draft));
  return true;
};

const wrongSize: Mutation = (draft, dice) => {
  const { header } = draft;
  draft.resize(header, header, Math.max(0, size(draft) + dice.pick([-2, -1, 1, 2, 17])));
  return true;
};

const extremeSize: Mutation = (draft, dice) => {
  draft.resize(draft.header, dice.pick([4, 6]), dice.pick(LENGTHS));
  return true;
};

const shorter: Mutation = (draft, dice) => {
  if (size(draft) === 0) return false;
  const { header } = draft;
  draft.end -= 1 + dice.throw(size(draft));
  return tellSize(draft, header);
};

const cutOff: Mutation = (draft, dice) => {
  draft.end -= 1 + dice.throw(draft.end - draft.start);
  return true;
};

const longer: Mutation = (draft, dice) => {
  const { header } = draft;
  draft.raw(dice.bytes(1 + dice.throw(8)));
  return tellSize(draft, header);
};

const invalidUtf8: Mutation = (draft, dice) => {
  const { header } = draft;
  draft.raw(dice.pick(INVALID_UTF8));
  return tellSize(draft, header);
};

const insert: Mutation = (draft, dice) => {
  const at = draft.start + dice.throw(draft.end - draft.start);
  const bytes = dice.bytes(1 + dice.throw(4));
  draft.bytes.copyWithin(at + bytes.length, at, draft.end);
  draft.bytes.set(bytes, at);
  draft.end += bytes.length;
  return true;
};

/** The ids of messages and requests are at 1 and 3, of ChannelMaster at 0 and 3. */
const wrongId: Mutation = (draft, dice) => {
  if (size(draft) < 3) return false;
  const at = payload(draft) + Math.min(dice.pick(isRequest(draft) ? [1] : [0, 1, 1, 3]), size(draft) - 2);
  const id = dice.throw(3) === 0 ? dice.throw(65_536) : dice.pick(IDS);
  draft.bytes[at + 1] = id >> 8;
  return change(draft, at, id & 0xff);
};

/** This frame's head before another one's payload. */
const splice: Mutation = (draft, dice) => {
  const other = draft.starts[dice.throw(draft.length)] as number;
  const length = Math.min(40, draft.start - other);
  if (length <= 2) return false;
  draft.end = draft.start + 2;
  draft.raw(draft.bytes.subarray(other + 2, other + length));
  draft.bytes[draft.start + 1] = 0;
  return tellSize(draft, 2);
};

const garbage: Mutation = (draft, dice) => {
  draft.end = draft.start;
  draft.raw(dice.bytes(1 + dice.throw(40)));
  return true;
};

/** Those after which a conversation mostly goes on come more often: what is deep in it is to be reached. */
const GENTLE: readonly Weighted[] = [
  [24, flipFieldBit],
  [18, wrongId],
  [16, otherVariant],
  [12, longerForm],
  [10, longer],
  [8, invalidUtf8],
];
const HARSH: readonly Weighted[] = [
  [3, shorter],
  [2, flipBit],
  [2, setByte],
  [2, otherType],
  [2, splice],
  [1, wrongSize],
  [1, extremeSize],
  [1, cutOff],
  [1, insert],
  [1, garbage],
];
type Weighted = readonly [times: number, mutation: Mutation];

const spread = (weighted: readonly Weighted[]) =>
  weighted.flatMap(([times, mutation]) => Array.from({ length: times }, () => mutation));
const gentle = spread(GENTLE);
const all = [...gentle, ...spread(HARSH)];

/** Spoils the last frame of a draft, in one way or another. Returns whether its sender may well be hung up on. */
export function mutate(draft: Draft, dice: Dice): boolean {
  for (;;) {
    const which = dice.throw(all.length);
    if (all[which]?.(draft, dice)) return which >= gentle.length;
  }
}
