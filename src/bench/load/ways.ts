/** The way of a message: sent by TCP, or blasted by UDP. */
export type Way = "tcp" | "udp";

/** By which ways the messages of a load go. */
export const TRANSPORTS = ["tcp", "udp", "both"] as const;
export type Transport = (typeof TRANSPORTS)[number];

/**
 * Which messages are sent and which are blasted. With `both` a sender's messages go by TCP and by UDP in turn; every
 * other sender begins by UDP, so that both ways are in use at all times. The way follows from the number of a message:
 * whoever gets it knows which way it must have come.
 */
export class Ways {
  /** How many there are. */
  readonly count: 1 | 2;
  /** Whether there are messages that are blasted. */
  readonly hasUdp: boolean;

  constructor(transport: Transport) {
    this.count = transport === "both" ? 2 : 1;
    this.hasUdp = transport !== "tcp";
  }

  /** Whether a message of a sender is blasted. */
  isBlast(sender: number, number: number): boolean {
    return this.hasUdp && (this.count === 1 || ((sender + number) & 1) === 0);
  }

  /** Which of those that its sender has for its way a message is, from 1 on. */
  rank(number: number): number {
    return this.count === 1 ? number : (number + 1) >> 1;
  }
}
