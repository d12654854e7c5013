import { MasterAction } from "../../protocol/constants.ts";
import { readChannelMaster } from "../../protocol/decode.ts";
import type { Reader } from "../../protocol/reader.ts";
import { Denial } from "../../relay/denial.ts";
import type { Session } from "../session.ts";

/** Message 8 of section 4: only the channel's master may, and only kick. Anything else is ignored: section 6. */
export function channelMaster(session: Session, _head: number, reader: Reader): void {
  const { client } = session;
  const { registry, owner, counters } = session.context;
  const { channel: id, action, peer } = readChannelMaster(reader);
  const channel = client.memberships?.get(id)?.channel;
  const target = registry.clients.get(peer);
  if (channel?.master !== client || action !== MasterAction.Kick || !target?.memberships?.has(id)) {
    counters.ignoredMasterActions++;
    return;
  }
  session.decide(owner.ask("acceptMasterAction", client, channel, target, "kick"), (ruling) => {
    const still =
      channel.open && channel.master === client && target.memberships?.get(id)?.channel === channel;
    if (ruling instanceof Denial || !still) {
      counters.ignoredMasterActions++;
      return;
    }
    registry.channels.leave(target, channel);
    owner.tell("masterActionExecuted", client, channel, target, "kick");
  });
}
