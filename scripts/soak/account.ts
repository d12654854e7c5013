import type { Memory } from "../../test/support/memory.ts";
import type { Account } from "./hooks.ts";

/** A name that is not UTF-8 is heard as bytes and told as text: such are not compared. */
const isComparable = (name: string) => !name.startsWith("0x");

/** In what the server's account of a client is not what the client was told; undefined where both are the same. */
export function difference(account: Account, { id, name, channels }: Memory): string | undefined {
  if (account.double !== undefined) return `two clients or channels had the id ${account.double} at a time`;
  if (account.id !== id || account.name !== name)
    return `is ${account.id} ${account.name} by the server's account`;
  const told = account.channels.map((channel) => channel.id).sort();
  const known = [...channels.keys()].sort();
  if (`${told}` !== `${known}`) return `is in ${told} by the server's account and knows ${known}`;
  for (const channel of account.channels) {
    const found = channelDifference(channel, id, channels.get(channel.id) ?? new Map());
    if (found !== undefined) return `in channel ${channel.id} ${found}`;
  }
  return undefined;
}

type Known = ReadonlyMap<number, { readonly name: string; readonly flags: number }>;

function channelDifference(
  { clients, master }: Account["channels"][number],
  id: number,
  known: Known,
): string | undefined {
  const peers = clients.filter(([peer]) => peer !== id);
  if (peers.length !== known.size)
    return `is with ${peers.map(([peer]) => peer)} by the server's account and knows ${[...known.keys()]}`;
  for (const [peer, name] of peers) {
    const { name: knownName = "nobody", flags = 0 } = known.get(peer) ?? {};
    const isSameName = knownName === name || !isComparable(knownName);
    if (!isSameName || (flags === 1) !== (peer === master))
      return `is with ${name} (${peer}) by the server's account and knows ${knownName}, master ${flags}`;
  }
  return undefined;
}
