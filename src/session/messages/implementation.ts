import type { Reader } from "../../protocol/reader.ts";
import { cutText, decodeText } from "../../protocol/text.ts";
import type { Session } from "../session.ts";

/** In bytes; the real ones are some 30. What is cut after decoding would keep all of the text in memory. */
const LONGEST_KEPT = 255;

/** Message 10 of section 4: the answer to an ImplementationRequest, or unprompted from WebSocket clients. */
export function implementation(session: Session, _head: number, reader: Reader): void {
  session.client.implementation = decodeText(cutText(reader.rest(), LONGEST_KEPT));
}
