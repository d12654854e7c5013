import { isIP } from "node:net";
import { UsageError } from "../config/user-error.ts";

const NAME = /^(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/i;

/** A host as certificates name it: a name, or an address. Throws a {@link UsageError} for what is none. */
export function hostOf(text: string): string {
  if (text.length <= 253 && (isIP(text) !== 0 || NAME.test(text))) return text;
  throw new UsageError(
    `given ${JSON.stringify(text)}, allowed is a host: a name such as play.example.org, or an address`,
  );
}
