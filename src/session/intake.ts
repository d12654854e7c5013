import { ClientType } from "../protocol/constants.ts";
import { DATAGRAM_HEADER, datagramId } from "../protocol/datagram.ts";
import { headType } from "../protocol/decode.ts";
import { ProtocolError } from "../protocol/error.ts";
import { Binding, plainAddress } from "./binding.ts";
import type { Context } from "./context.ts";
import { ROUTES } from "./routes.ts";
import { Session } from "./session.ts";

/** Where a datagram came from. */
export interface Origin {
  readonly address: string;
  readonly port: number;
}

/**
 * Takes a datagram of whomever: section 3. What does not check out is dropped and counted, and never answered; gives
 * whether it did.
 */
export function receiveDatagram(context: Context, datagram: Uint8Array, origin: Origin): boolean {
  const session = context.registry.clients.get(datagramId(datagram))?.link;
  // WebSocket clients have no UDP: section 7.
  if (
    !(session instanceof Session) ||
    session.transport === "websocket" ||
    !checksOut(session, datagram, origin)
  ) {
    context.counters.strayDatagrams++;
    return false;
  }
  const now = context.clock();
  session.vigil.heard(now);
  if (session.binding !== undefined) session.binding.heardAt = now;
  context.turns.begin(now);
  handle(session, datagram, now);
  session.giveWay();
  return true;
}

/** Whether a datagram comes from the client's bound port; a UDPHello may bind it. */
function checksOut(session: Session, datagram: Uint8Array, { address, port }: Origin): boolean {
  const { binding, context } = session;
  if (binding?.matches(address, port)) return true;
  const isHello = headType(datagram[0] as number) === ClientType.UDPHello;
  if (!isHello || plainAddress(address) !== session.address) return false;
  const now = context.clock();
  // A neighbour behind the same NAT must not steal a live binding.
  if (binding !== undefined && now - binding.heardAt < context.settings.udp.rebindAfter) return false;
  session.binding = new Binding(address, port, now);
  return true;
}

function handle(session: Session, datagram: Uint8Array, now: number): void {
  const { context } = session;
  const head = datagram[0] as number;
  const route = ROUTES[headType(head)];
  if (route === undefined || route.by === "tcp") {
    context.counters.ignoredDatagrams++;
    return;
  }
  context.reader.load(datagram);
  context.reader.aim(DATAGRAM_HEADER, datagram.length);
  if (!session.takesDatagram(head, datagram.length, now)) {
    context.counters.overRateDatagrams++;
    return;
  }
  try {
    route.handle(session, head, context.reader, true);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    context.counters.ignoredDatagrams++;
  }
}
