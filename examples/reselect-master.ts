/**
 * A channel whose master left gets a new one: whoever has the fastest connection, so that a game that is run by its
 * master goes on as well as it can. Everybody in the channel is told.
 *
 *     greenwing --hooks examples/reselect-master.ts
 *
 * Where the longest-standing peer will do, no hooks are needed: that is the setting channels.succession = "oldest".
 */
import type { Client, Hooks } from "greenwing";

/** The subchannel on which a channel is told the name of its new master. */
const NEWS = 0;

/** A client that has not answered a Ping yet is taken for slow. */
const delay = ({ latency }: Client) => latency ?? Number.POSITIVE_INFINITY;

export default {
  // The server only pings who is silent. Here it asks everybody once, so as to know how fast they are.
  channelJoined(client) {
    if (client.latency === undefined) client.ping();
  },

  channelLeft(_client, channel) {
    const [first, ...others] = channel.clients;
    if (first === undefined || channel.master !== undefined) return; // nobody is left, or it has a master
    const next = others.reduce((best, client) => (delay(client) < delay(best) ? client : best), first);
    // The protocol tells the others who is master now, but not the new master: the message is for both.
    channel.setMaster(next);
    channel.sendMessage(`${next.name} is the channel master now`, NEWS);
  },
} satisfies Hooks;
