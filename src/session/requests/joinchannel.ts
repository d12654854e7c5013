import { JoinFlag } from "../../protocol/constants.ts";
import { readJoinChannel } from "../../protocol/decode.ts";
import type { Reader } from "../../protocol/reader.ts";
import { Denial } from "../../relay/denial.ts";
import { readName } from "../../relay/names.ts";
import type { Session } from "../session.ts";
import { ruledName } from "./ruled-name.ts";

/** Request 2: section 6, the rows about JoinChannel. */
export function joinChannel(session: Session, _head: number, reader: Reader): void {
  const { client } = session;
  const { registry, owner } = session.context;
  const { flags, name: asked } = readJoinChannel(reader);
  const options = { hidden: (flags & JoinFlag.Hidden) !== 0, autoClose: (flags & JoinFlag.AutoClose) !== 0 };
  const deny = (denial: Denial) => session.deny("JoinChannel", denial, { name: asked });
  if (client.identity === undefined) return deny(new Denial("Name not set"));
  const name = readName(asked, registry.channels.names);
  if (name instanceof Denial) return deny(name);
  const denial = registry.channels.joinDenial(client, name);
  if (denial !== undefined) return deny(denial);
  const existing = registry.channels.simplified(name.simplified);
  return session.decide(owner.ask("acceptChannelJoin", client, name.text, existing), (ruling) => {
    const ruled = ruledName(ruling, name, registry.channels.names);
    if (ruled instanceof Denial) return deny(ruled);
    const refused =
      registry.channels.joinDenial(client, ruled) ?? registry.channels.join(client, ruled, options);
    return refused === undefined ? undefined : deny(refused);
  });
}
