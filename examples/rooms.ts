/**
 * Rooms with a number of places: who makes the channel `Dave's Room|MaxPlayers=8` gets `Dave's Room`, which eight can
 * be in. Any client can do that, as it takes nothing but a name.
 *
 *     greenwing --hooks examples/rooms.ts
 *
 * The others join `Dave's Room`. Whoever asks for another number of places there is simply let in: the number was
 * settled when the room was made.
 */
import { deny, type Hooks, type NameVerdict, rename } from "greenwing";

/** The most places that a room can have. */
const MOST = 64;

declare module "greenwing" {
  interface ClientData {
    /** How many places the room has that this client is asking for. */
    places?: number | undefined;
  }
}

/** The places that an option asks for; undefined where it is none or asks for what cannot be. */
function placesOf(option: string): number | undefined {
  const [, digits] = /^\s*MaxPlayers\s*=\s*(\d{1,5})\s*$/i.exec(option) ?? [];
  const places = Number(digits);
  return places >= 1 && places <= MOST ? places : undefined;
}

export default {
  acceptChannelJoin(client, channelName): NameVerdict {
    const [name = "", option, ...more] = channelName.split("|");
    client.data.places = option === undefined ? undefined : placesOf(option);
    if (option === undefined) return true;
    if (client.data.places === undefined || more.length > 0)
      return deny(`After | there can only be MaxPlayers=1 to MaxPlayers=${MOST}`);
    // The server's own rules are asked about the name that is left: a room without one is denied by them.
    return rename(name.trim());
  },

  // Told only of new channels: the client who made it is its master.
  channelAdded(channel) {
    channel.limit = channel.master?.data.places;
  },
} satisfies Hooks;
