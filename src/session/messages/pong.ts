import type { Reader } from "../../protocol/reader.ts";
import type { Session } from "../session.ts";

/** Message 9 of section 4. By UDP, or where nobody asked for it, it is but a sign of life. */
export function pong(session: Session, _head: number, _reader: Reader, blasted: boolean): void {
  const { context, client, vigil } = session;
  const latency = blasted ? undefined : vigil.ponged(context.clock());
  if (latency === undefined) return;
  client.latency = latency;
  context.owner.tell("pongReceived", client, latency);
}
