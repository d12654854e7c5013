import * as encode from "../../protocol/encode.ts";
import type { Session } from "../session.ts";

/** Message 7 of section 4, when it has bound its port: each one is answered, since any answer may be lost. */
export function udpHello(session: Session): void {
  session.sendDatagram(encode.udpWelcome());
}
