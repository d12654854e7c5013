import { ProtocolError } from "../protocol/error.ts";
import type { Reader } from "../protocol/reader.ts";
import { channelMaster } from "./messages/channelmaster.ts";
import { channelMessage, peerMessage, serverMessage } from "./messages/content.ts";
import { implementation } from "./messages/implementation.ts";
import { pong } from "./messages/pong.ts";
import { udpHello } from "./messages/udphello.ts";
import { channelList } from "./requests/channellist.ts";
import { connect } from "./requests/connect.ts";
import { joinChannel } from "./requests/joinchannel.ts";
import { leaveChannel } from "./requests/leavechannel.ts";
import { setName } from "./requests/setname.ts";
import type { Handler, Phase, Route } from "./route.ts";
import type { Session } from "./session.ts";

const accepted: readonly Phase[] = ["connected"];
const always: readonly Phase[] = ["greeting", "connected"];

/** Who may request what: section 4.1. A request in another phase ends the connection; the index is its number. */
const REQUESTS: readonly {
  readonly type: string;
  readonly phases: readonly Phase[];
  readonly handle: Handler<Session>;
}[] = [
  { type: "Connect", phases: always, handle: connect },
  { type: "SetName", phases: accepted, handle: setName },
  { type: "JoinChannel", phases: accepted, handle: joinChannel },
  { type: "LeaveChannel", phases: accepted, handle: leaveChannel },
  { type: "ChannelList", phases: accepted, handle: channelList },
];

/**
 * Who may say what: section 4. The index is the type; those that are not here (11 to 15) are protocol errors. By TCP,
 * a message in another phase or that may come only by UDP ends the connection; by UDP it is ignored and counted.
 */
export const ROUTES: readonly Route<Session>[] = [
  { type: "Request", phases: always, by: "tcp", handle: request },
  { type: "BinaryServerMessage", phases: accepted, by: "either", handle: serverMessage },
  { type: "BinaryChannelMessage", phases: accepted, by: "either", handle: channelMessage },
  { type: "BinaryPeerMessage", phases: accepted, by: "either", handle: peerMessage },
  { type: "ObjectServerMessage", phases: accepted, by: "either", handle: serverMessage },
  { type: "ObjectChannelMessage", phases: accepted, by: "either", handle: channelMessage },
  { type: "ObjectPeerMessage", phases: accepted, by: "either", handle: peerMessage },
  { type: "UDPHello", phases: accepted, by: "udp", handle: udpHello },
  { type: "ChannelMaster", phases: accepted, by: "tcp", handle: channelMaster },
  { type: "Pong", phases: always, by: "either", handle: pong },
  { type: "Implementation", phases: accepted, by: "tcp", handle: implementation },
];

function request(session: Session, head: number, reader: Reader, blasted: boolean): void {
  const number = reader.u8("request");
  const row = REQUESTS[number];
  if (row === undefined) throw new ProtocolError("unknown request", `request ${number}`);
  if (!row.phases.includes(session.phase))
    throw new ProtocolError("not allowed now", `${row.type} before Connect`);
  if (session.client.identity !== undefined) session.context.counters.requests++;
  row.handle(session, head, reader, blasted);
}
