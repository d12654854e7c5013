import type { Reader } from "../../protocol/reader.ts";
import { decodeText } from "../../protocol/text.ts";
import type { Session } from "../session.ts";

/** The real ones are some 30 characters. */
const LONGEST_KEPT = 255;

/** Message 10 of section 4: the answer to an ImplementationRequest, or unprompted from WebSocket clients. */
export function implementation(session: Session, _head: number, reader: Reader): void {
  session.client.implementation = decodeText(reader.rest()).slice(0, LONGEST_KEPT);
}
