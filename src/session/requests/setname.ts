import { quoted } from "../../log.ts";
import type { Reader } from "../../protocol/reader.ts";
import { Denial } from "../../relay/denial.ts";
import { readName } from "../../relay/names.ts";
import type { Session } from "../session.ts";
import { ruledName } from "./ruled-name.ts";

/** Request 1: section 6, the rows about SetName. */
export function setName(session: Session, _head: number, reader: Reader): void {
  const { client } = session;
  const { registry, owner, log } = session.context;
  const asked = reader.rest();
  const deny = (denial: Denial) => session.deny("SetName", denial, { name: asked });
  const name = readName(asked, registry.clientNames);
  if (name instanceof Denial) return deny(name);
  if (client.isNamed(name)) {
    return registry.rename(client, name);
  }
  const denial = registry.nameDenial(client, name);
  if (denial !== undefined) return deny(denial);
  const hook = client.identity === undefined ? "acceptLogin" : "acceptNameChange";
  return session.decide(owner.ask(hook, client, name.text), (ruling) => {
    const ruled = ruledName(ruling, name, registry.clientNames);
    if (ruled instanceof Denial) return deny(ruled);
    const refused = registry.nameDenial(client, ruled);
    if (refused !== undefined) return deny(refused);
    log.write("info", () => `${session.describe()} is ${quoted(ruled.text)}`, "named");
    return registry.rename(client, ruled);
  });
}
