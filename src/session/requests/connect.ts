import type { Ruling } from "../../hooks/owner.ts";
import { PROTOCOL_VERSION } from "../../protocol/constants.ts";
import * as encode from "../../protocol/encode.ts";
import type { Reader } from "../../protocol/reader.ts";
import { decodeText } from "../../protocol/text.ts";
import { Denial } from "../../relay/denial.ts";
import type { Session } from "../session.ts";

/** Section 4.1: one trailing NUL is tolerated. */
function isOurVersion(version: Uint8Array): boolean {
  const text = decodeText(version);
  return text === PROTOCOL_VERSION || text === `${PROTOCOL_VERSION}\0`;
}

/** Request 0: section 6, the rows about Connect. Every denial ends the connection. */
export function connect(session: Session, _head: number, reader: Reader): void {
  const { registry, owner } = session.context;
  if (session.phase !== "greeting") return session.refuse("Already connected");
  if (!isOurVersion(reader.rest())) return session.refuse("Version mismatch");
  const full = registry.reserve(session.client);
  if (full !== undefined) return session.refuse(full.reason);
  return session.decide(owner.ask("acceptConnection", session.client), (ruling) => answer(session, ruling));
}

function answer(session: Session, ruling: Ruling): void {
  const { registry, owner, settings, log } = session.context;
  if (ruling instanceof Denial) return session.refuse(ruling.reason);
  session.connected();
  registry.accept(session.client);
  log.write("info", () => `${session.describe()} connected`, "connected");
  if (settings.server.askImplementation) session.send(encode.implementationRequest());
  return owner.tell("connectionAccepted", session.client);
}
