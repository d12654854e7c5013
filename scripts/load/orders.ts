/** What a crowd can be told to do; each is answered by a report when it is done. */
export type Order =
  /** So many clients connect, take a name and, where one is given, join a channel. */
  | {
      readonly order: "enter";
      readonly port: number;
      readonly count: number;
      readonly names: string;
      readonly channel?: string | undefined;
    }
  /** Everybody says this, in one go. */
  | { readonly order: "say"; readonly what: Saying; readonly channel?: string | undefined }
  /** The first of them sends messages of so many bytes to its channel: `rate` a second, or with 0 as fast as it may. */
  | { readonly order: "flood"; readonly size: number; readonly rate: number; readonly seconds: number }
  /**
   * The first of them sends messages of so many bytes to its channel, of which no more than `window` are on their way to
   * all the others, and comes back when all of them have come; the report says how many came in how long.
   */
  | {
      readonly order: "exchange";
      readonly size: number;
      readonly window: number;
      readonly seconds: number;
    }
  /** The last so many of them read no more. */
  | { readonly order: "stop reading"; readonly count: number }
  /** All of their connections are reset: what the server has not read is lost. */
  | { readonly order: "break off" }
  | { readonly order: "report" };

/** "channels" joins 32 channels that nobody else is in; "server" is a message to the server. */
export type Saying = "rename" | "join" | "leave" | "list" | "message" | "channels" | "server";

/** What has become of a crowd. */
export interface Report {
  /** Bytes that came to all of them, and to each. */
  readonly received: number;
  readonly each: readonly number[];
  /** How many were let go. */
  readonly closed: number;
  /** Of an exchange: messages that were sent, and the milliseconds until all of them had come. */
  readonly exchanged?: { readonly messages: number; readonly lasted: number };
}
