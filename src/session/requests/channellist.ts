import { Denial } from "../../relay/denial.ts";
import type { Session } from "../session.ts";

/** Request 4: section 6, "ChannelList disabled". */
export function channelList(session: Session): void {
  const { registry, owner, settings } = session.context;
  if (settings.channels.listing === "deny") {
    return session.deny("ChannelList", new Denial("Channel listing not enabled"));
  }
  return session.decide(owner.ask("acceptChannelListRequest", session.client), (ruling) =>
    ruling instanceof Denial ? session.deny("ChannelList", ruling) : registry.sendList(session.client),
  );
}
