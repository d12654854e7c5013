/** What the server has dealt with, let go by, or put an end to, since it started. */
export class Counters {
  /** Server, channel and peer messages that came, whatever became of them. */
  messages = 0;
  /** How many recipients the accepted ones among them had, taken together. */
  deliveries = 0;
  /** Requests that came from clients who have a name, whatever became of them. */
  requests = 0;
  /** Connections ended because the client broke the protocol: section 6, "malformed frame" and the rows like it. */
  protocolErrors = 0;
  /** Connections ended because no valid Connect came in time. */
  handshakeTimeouts = 0;
  /** Connections ended because a ping was not answered. */
  pingTimeouts = 0;
  /** Connections closed at once because their address is banned. */
  refusedBanned = 0;
  /** Connections closed at once because of `limits.perAddress`. */
  refusedPerAddress = 0;
  /** Connections closed at once because of `limits.pendingPerAddress`. */
  refusedPendingPerAddress = 0;
  /** Connections closed at once because of `limits.connectRate`. */
  refusedConnectRate = 0;
  /** Connections closed at once because there was no room for anybody more. */
  refusedNoRoom = 0;
  /** Connections ended before their Connect was accepted, to make room for newer ones (`limits.pending`). */
  madeWay = 0;
  /** Addresses banned because clients there broke the protocol too often (`bans.strikes`). */
  bannedForStrikes = 0;
  /** Connections ended because the client did not read what it was sent. */
  slowReaders = 0;
  /** Connections ended because the client said nothing but Pongs for `limits.inactivity`. */
  inactive = 0;
  /** Times that a client sent more than its rates allow by TCP, and so had to wait or was let go. */
  overRate = 0;
  /** Datagrams over their client's rates, or of one whose frames wait since it was over them or spoke to a crowd. */
  overRateDatagrams = 0;
  /** Datagrams that do not check out: short, of an unknown id, a wrong address or an unbound port (section 3). */
  strayDatagrams = 0;
  /** Datagrams from a bound port that may not come by UDP, or are malformed (section 3). */
  ignoredDatagrams = 0;
  /** Datagrams to clients that the system did not take. */
  lostDatagrams = 0;
  /** Blasts to a client that has no UDP, and those that its full connection had no room for. */
  undeliveredBlasts = 0;
  /** Channel and peer messages to where their sender or recipient is not (section 6). */
  strayMessages = 0;
  /** Messages that a hook, an allow-list or `messages.strictVariants` refused. */
  refusedMessages = 0;
  /** Kicks by others than the master, unknown actions and targets, and what `acceptMasterAction` refused. */
  ignoredMasterActions = 0;
}
