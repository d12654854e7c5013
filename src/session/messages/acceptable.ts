import { Variant } from "../../protocol/constants.ts";
import type { Content } from "../../protocol/content.ts";
import { decodeText } from "../../protocol/text.ts";

/** Whether an allow-list (section 8) lets a message pass. Only text messages are read, and only where there is a list. */
function isAllowed(content: Content, allowed: RegExp | undefined): boolean {
  if (allowed === undefined || content.isObject || content.variant !== Variant.Text) return true;
  return allowed.test(decodeText(content.data));
}

/** Row "number variant" of section 6: only `messages.strictVariants` judges. */
function hasKnownVariant(content: Content): boolean {
  if (content.isObject) return true;
  if (content.variant === Variant.Number) return content.end - content.start === 4;
  return content.variant <= Variant.Binary;
}

/** Whether the server's own rules let a message pass. */
export function isAcceptable(
  content: Content,
  strictVariants: boolean,
  allowed: RegExp | undefined,
): boolean {
  return (!strictVariants || hasKnownVariant(content)) && isAllowed(content, allowed);
}
