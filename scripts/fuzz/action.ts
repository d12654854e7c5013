import { toHex } from "../../test/support/wire.ts";

/** One thing that happens on a stand. Clients and places are numbers of the stand's. */
export type Action =
  | { readonly act: "open"; readonly client: number }
  | {
      readonly act: "say";
      readonly client: number;
      readonly bytes: Uint8Array;
      /** How many frames it is the end of, and how many of them are spoilt. */
      readonly frames: number;
      readonly mutated: number;
    }
  | { readonly act: "hang up"; readonly client: number; readonly how: "half-close" | "reset" }
  | { readonly act: "stop reading"; readonly client: number }
  | { readonly act: "datagram"; readonly place: number; readonly bytes: Uint8Array }
  | { readonly act: "pass"; readonly milliseconds: number }
  /** Lets everything that waits for another turn of the loop have it. */
  | { readonly act: "settle" }
  /** The witnesses talk, and nothing of it may be missing. */
  | { readonly act: "talk" };

/** An action as a person reads it, to the last byte. */
export function describe(action: Action): string {
  switch (action.act) {
    case "say":
      return `client ${action.client} says ${toHex(action.bytes)}`;
    case "datagram":
      return `from place ${action.place} by UDP ${toHex(action.bytes)}`;
    case "hang up":
      return `client ${action.client} hangs up by a ${action.how}`;
    case "pass":
      return `${action.milliseconds} ms pass`;
    case "settle":
      return "the loop turns";
    case "talk":
      return "the witnesses talk";
    default:
      return `client ${action.client}: ${action.act}`;
  }
}
