import type { Reader } from "../../protocol/reader.ts";
import { Denial } from "../../relay/denial.ts";
import type { Session } from "../session.ts";

/** Request 3: section 6, the rows about LeaveChannel. */
export function leaveChannel(session: Session, _head: number, reader: Reader): void {
  const { client } = session;
  const { registry, owner } = session.context;
  const id = reader.u16("channel");
  const deny = (denial: Denial) => session.deny("LeaveChannel", denial, { channel: id });
  const channel = client.memberships?.get(id)?.channel;
  if (channel === undefined) return deny(new Denial("No such channel"));
  return session.decide(owner.ask("acceptChannelLeave", client, channel), (ruling) => {
    if (client.memberships?.get(id)?.channel !== channel) return deny(new Denial("No such channel"));
    return ruling instanceof Denial ? deny(ruling) : registry.channels.leave(client, channel);
  });
}
