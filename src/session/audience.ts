import type { RelayClient } from "../relay/members.ts";

/** What is said to more than so many is costly: it waits for what is not. */
const FEW = 128;

/** Whether many hear what a client says to all its channels. */
export function speaksToMany({ memberships }: RelayClient): boolean {
  let count = 0;
  for (const { channel } of memberships?.values() ?? []) count += channel.members.length;
  return count > FEW;
}
