/**
 * How the clients share the loop. What one of them sends is dealt with for a short while, then it is the others' turn;
 * and where much is to be written because of it, it waits until that is done. Times are milliseconds of the server's
 * clock.
 */
export interface Turns {
  /** Somebody's doings begin: what is to be written because of them is counted from here on. */
  begin(now: number): void;
  /** Whether this turn of the loop has had its time, or too much waits to be written: what may cost much must wait. */
  full(now: number): boolean;
  /**
   * Whether one who waited `behind`, since the turn was full, is dealt with though it still is: a few are each time when
   * what was put off before is written, or those who cause much without waiting would keep them waiting for ever.
   */
  passes(): boolean;
  /** Whether more is to be written, because of what was done since `begin`, than is written in a turn. */
  readonly crowded: boolean;
  /** Does `work` in the next turn. */
  next(work: () => void): void;
  /** Does `work` when all is written and done that has been put off so far. */
  behind(work: () => void): void;
  /** As `behind`, for somebody who has left: what others request from now on must find them gone. */
  leave(work: () => void): void;
  /** Whether somebody who has left is not gone yet. */
  readonly leaving: boolean;
  /** Does `work` after so many milliseconds. */
  after(delay: number, work: () => void): void;
}
