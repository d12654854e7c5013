import * as encode from "../protocol/encode.ts";
import type { Session } from "./session.ts";

/** Looks after a conversation's deadlines: to be called every now and then. */
export function watch(session: Session, now: number): void {
  const { phase, client, context } = session;
  session.forgetSent(now);
  if (phase === "opening" || phase === "greeting") return watchHandshake(session, now);
  watchDecision(session, now);
  const isHere = phase !== "closed" && context.registry.clients.get(client.id) === client;
  if (isHere && !hasEnded(session, now)) keepAlive(session, now);
}

/** Row "no valid Connect" of section 6. */
function watchHandshake(session: Session, now: number): void {
  const { settings, counters } = session.context;
  const { handshakeTimeout } = settings.limits;
  if (handshakeTimeout === 0 || now - session.vigil.since < handshakeTimeout) return;
  counters.handshakeTimeouts++;
  session.refuse("Connection timed out");
}

function watchDecision({ pending, context }: Session, now: number): void {
  const { hookTimeout } = context.settings.limits;
  if (hookTimeout > 0 && pending !== undefined && now - pending.since >= hookTimeout)
    pending.settle(context.owner.overdue(pending.ruling));
}

/** Row "ping" of section 6, and `limits.inactivity`. What waits is no silence. */
function hasEnded(session: Session, now: number): boolean {
  const { vigil, context, spokeAt } = session;
  const { inactivity } = context.settings.limits;
  if (session.waits || session.phase === "deciding") {
    vigil.excuse();
  } else if (vigil.lost(now)) {
    context.counters.pingTimeouts++;
    session.lost("ping timeout", "policy");
  } else if (inactivity > 0 && now - spokeAt >= inactivity) {
    context.counters.inactive++;
    session.send(encode.denied("Connect", "Inactive for too long"));
    session.lost("Inactive for too long", "policy");
  }
  return session.phase === "closed";
}

/** Rows "ping" of section 6 and "keep-alive" of section 3. A Ping to one who is not read shows whether it hung up. */
function keepAlive(session: Session, now: number): void {
  const { ping, udp } = session.context.settings;
  if (udp.keepAlive > 0 && session.binding?.quiet(now, udp.keepAlive)) session.sendDatagram(encode.ping());
  if (ping.interval > 0 && session.vigil.quiet(now, ping.interval)) session.ping();
}
