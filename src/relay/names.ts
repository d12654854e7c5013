import { MAX_NAME_LENGTH } from "../protocol/constants.ts";
import { decodeText, decodeUtf8 } from "../protocol/text.ts";
import { Denial } from "./denial.ts";

const utf8 = new TextEncoder();

/** A client's or channel's name: section 8. */
export class Name {
  /** The bytes read as UTF-8, else as Windows-1252: for display. */
  readonly text: string;
  /** What names are compared by. */
  readonly simplified: string;
  /** Only where they are not the text in UTF-8: few names need the room. */
  readonly #raw: Uint8Array | undefined;

  constructor(text: string, simplified: string, raw?: Uint8Array) {
    this.text = text;
    this.simplified = simplified;
    this.#raw = raw;
  }

  /** Exactly the bytes that were accepted; they are what is sent on. */
  get bytes(): Uint8Array {
    return this.#raw ?? utf8.encode(this.text);
  }
}

/** What a name that somebody else has is denied with. */
export const TAKEN = new Denial("Name already taken");

/** What names must be like, apart from the rules of section 6. */
export interface NamePolicy {
  /** Refuse bytes that are not valid UTF-8. */
  readonly strictUtf8: boolean;
  /** Names that match are allowed; undefined allows any: the allow-list of section 8. */
  readonly allowed: RegExp | undefined;
  /** What a denial starts with: "Invalid name" or "Invalid channel name". */
  readonly complaint: string;
}

const PLAIN = /^[\x21-\x7e]+$/;
const CONTROL = /\p{Cc}/u;

/**
 * The simplified form of a name: two names are the same where theirs are equal, however they are written (section 8).
 * It is what to keep names by, and to look them up by.
 */
export function simplify(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}

/** What is wrong with a name that is not too long. */
function flaw({ text, simplified }: Name, isUtf8: boolean, policy: NamePolicy): string | undefined {
  if (policy.strictUtf8 && !isUtf8) return "it is not valid UTF-8";
  if (text.trim() === "") return "it is empty";
  if (CONTROL.test(text)) return "it has control characters";
  if (simplified === "") return "it has no visible character";
  if (policy.allowed?.test(text) === false) return "it has characters that are not allowed here";
  return undefined;
}

/** Reads a name and checks it: rows "SetName" and "bad channel name" of section 6. The bytes are copied. */
export function readName(bytes: Uint8Array, policy: NamePolicy): Name | Denial {
  const deny = (cause: string) => new Denial(`${policy.complaint}: ${cause}`);
  if (bytes.length > MAX_NAME_LENGTH) return deny(`it is longer than ${MAX_NAME_LENGTH} bytes`);
  const valid = decodeUtf8(bytes);
  const text = valid ?? decodeText(bytes);
  const name = new Name(text, simplify(text), valid === undefined ? new Uint8Array(bytes) : undefined);
  const cause = flaw(name, valid !== undefined, policy);
  return cause === undefined ? name : deny(cause);
}

/** Whether two names are the same, byte for byte. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
