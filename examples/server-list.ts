/**
 * A master server: game servers announce themselves here, and players ask which there are.
 *
 *     greenwing --hooks examples/server-list.ts
 *
 * A game server connects, sends a message to the server on subchannel 0, such as
 *
 *     { "name": "Dave's arena", "port": 6122, "players": 3 }
 *
 * and stays connected: it is listed for as long as it is, and whenever something has changed, it sends that again. Its
 * address is the one that it comes from, so nobody can announce somebody else. A player sends anything on subchannel 1
 * and gets the list. Both can be JSON in a text or an Object message; the answer is like the question.
 */
import type { Client, HooksFactory, Message } from "greenwing";

const ANNOUNCE = 0;
const LIST = 1;

/** So many servers are listed, and so many of one address: a list that one person can fill is of no use to anybody. */
const MOST = 500;
const MOST_OF_ONE = 8;

/** What players read of a game server. */
interface Listed {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly players: number;
}

declare module "greenwing" {
  interface ClientData {
    listed?: Listed;
  }
}

/** Reads an announcement; gives what is wrong with it where something is. */
function read(announced: unknown, address: string): Listed | string {
  const { name, port, players } = Object(announced);
  if (typeof name !== "string" || !/^[^\p{C}]{1,60}$/u.test(name.trim()))
    return "name: allowed are 1 to 60 characters";
  if (!Number.isInteger(port) || port < 1 || port > 65535) return "port: allowed is 1 to 65535";
  if (!Number.isInteger(players) || players < 0 || players > 65535) return "players: allowed is 0 to 65535";
  return { name: name.trim(), address, port, players };
}

export default ((relay) => {
  // Who is listed is kept with the clients, so that it is still known when this file has been loaded again.
  const servers = new Set([...relay.clients].filter((client) => client.data.listed !== undefined));

  /** What to list for an announcement, or why it cannot be listed. */
  function announce(client: Client, announced: unknown): Listed | string {
    const listed = read(announced, client.address);
    if (typeof listed === "string") return listed;
    if (servers.has(client)) return listed;
    if (servers.size >= MOST) return "the list is full";
    const neighbours = [...servers].filter(({ address }) => address === client.address);
    return neighbours.length < MOST_OF_ONE ? listed : "there are enough of your address";
  }

  const list = () => [...servers].flatMap((server) => server.data.listed ?? []);

  function answer(client: Client, { isObject, subchannel }: Message, value: object) {
    client.sendMessage(isObject ? value : JSON.stringify(value), subchannel);
  }

  return {
    messageReceived(client, message) {
      if (message.subchannel === LIST) answer(client, message, list());
      if (message.subchannel !== ANNOUNCE) return;
      const listed = announce(client, message.object);
      if (typeof listed === "string") return answer(client, message, { error: listed });
      client.data.listed = listed;
      servers.add(client);
      answer(client, message, listed);
    },

    connectionLost(client) {
      servers.delete(client);
    },
  };
}) satisfies HooksFactory;
