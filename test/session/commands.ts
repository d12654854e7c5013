/** What clients say and do, as fast-check's commands. */
import { expect } from "bun:test";
import fc from "fast-check";
import type { ModelClient } from "../relay/model.ts";
import type { Player } from "../support/player.ts";
import type { Stage } from "../support/stage.ts";
import { type Heard, say } from "../support/wire.ts";
import type { SessionModel } from "./session-model.ts";

/** A stage with those who play on it, by their ids. */
export interface Real {
  readonly stage: Stage;
  readonly players: Map<number, Player>;
}

type Command = fc.AsyncCommand<SessionModel, Real>;

const NAMES = ["Ann", "Bob", "Carol", "ÄNN", "bob ", " ", "Dave"];
const ROOMS = ["Room", "ROOM", "Rööm", "Den", "Pub", ""];

/** Numbers that choose among what there is when the command is run. */
interface Choice {
  readonly who: number;
  readonly where: number;
  readonly whom: number;
}

/** Who does it, and in which channel and to whom, as ids: those that there are, or one that is nobody's. */
interface Cast {
  readonly client: ModelClient;
  readonly channel: number;
  readonly peer: number;
}

const NOBODY = 4000;

function castOf(model: SessionModel, { who, where, whom }: Choice): Cast {
  const { clients } = model;
  const channels = [...model.relay.channels.map(({ id }) => id), NOBODY];
  const peers = [...clients.map(({ id }) => id), NOBODY];
  return {
    client: clients[who % clients.length] as ModelClient,
    channel: channels[where % channels.length] as number,
    peer: peers[whom % peers.length] as number,
  };
}

const inOrder = (heard: Heard): Heard =>
  heard.type === "Response" && heard.success && heard.request === "JoinChannel"
    ? { ...heard, peers: heard.peers.toSorted((a, b) => a.peer - b.peer) }
    : heard;

const heardBy = (told: readonly { to: number; heard: Heard }[], id: number) =>
  told.filter(({ to }) => to === id).map(({ heard }) => heard);

/** Everybody has heard what the model says, by TCP and UDP, and nothing else. */
async function compare(model: SessionModel, { stage, players }: Real): Promise<void> {
  await stage.settle();
  const { relay } = model;
  for (const [id, player] of players) {
    expect(player.unheard().map(inOrder)).toEqual(heardBy(relay.told, id));
    expect(player.place.unheard()).toEqual(heardBy(model.blasted, id));
    expect(player.standing).toBe("talking");
  }
  for (const told of [relay.told, model.blasted]) told.length = 0;
}

class Connects implements Command {
  check = () => true;
  toString = () => "connects";

  async run(model: SessionModel, real: Real): Promise<void> {
    const player = await real.stage.open();
    player.sends("00");
    player.says(say.connect());
    const client = model.relay.connect();
    await real.stage.settle();
    if (client === undefined) {
      expect(await player.rest()).toEqual([
        { type: "Response", request: "Connect", success: false, reason: "Server full" },
      ]);
    } else {
      expect(player.id).toBe(client.id);
      real.players.set(client.id, player);
    }
    await compare(model, real);
  }
}

/** One of those who are connected does something. */
class Does implements Command {
  readonly #choice: Choice;
  readonly #title: string;
  readonly #act: Act;

  constructor(choice: Choice, title: string, act: Act) {
    this.#choice = choice;
    this.#title = title;
    this.#act = act;
  }

  check = (model: SessionModel) => model.clients.length > 0;
  toString = () => `${Object.values(this.#choice).join(" ")} ${this.#title}`;

  async run(model: SessionModel, real: Real): Promise<void> {
    const cast = castOf(model, this.#choice);
    const { id } = cast.client;
    const player = real.players.get(id) as Player;
    this.#act(player, model, cast);
    if (!model.clients.includes(cast.client)) {
      expect(await player.rest()).toEqual(heardBy(model.relay.told, id));
      real.players.delete(id);
    }
    await compare(model, real);
  }
}

/** What a player does, and what the model makes of it. */
type Act = (player: Player, model: SessionModel, cast: Cast) => void;

const choice = fc.record({ who: fc.nat(7), where: fc.nat(7), whom: fc.nat(7) });

const does = (title: string, act: Act) => choice.map((chosen) => new Does(chosen, title, act));

/** As `does`, with something more to choose. */
function doesWith<T>(title: string, arbitrary: fc.Arbitrary<T>, act: (given: T) => Act) {
  return fc
    .tuple(choice, arbitrary)
    .map(([chosen, given]) => new Does(chosen, `${title} ${JSON.stringify(given)}`, act(given)));
}

/** Also of the lengths at which a relayed frame takes another size form: section 2. */
const word = fc.constantFrom("hi", "", "ünï", "x".repeat(248), "x".repeat(249), "x".repeat(300));
const manner = fc.record({ subchannel: fc.nat(255), variant: fc.nat(15), object: fc.boolean() });

/** What malformed frames there are in section 6; each ends its connection. */
const MALFORMED = ["f000", "0000", "000105", "2001 00", "800400000000", "7000", "00ffffffffff"];

const TALK: readonly fc.Arbitrary<Command>[] = [
  doesWith("takes the name", fc.constantFrom(...NAMES), (name) => (player, model, { client }) => {
    player.says(say.setName(name));
    model.setName(client, name);
  }),
  doesWith("joins", fc.tuple(fc.constantFrom(...ROOMS), fc.nat(3)), ([room, flags]) => {
    return (player, model, { client }) => {
      player.says(say.join(room, flags));
      model.join(client, room, flags);
    };
  }),
  does("leaves", (player, model, { client, channel }) => {
    player.says(say.leave(channel));
    model.leave(client, channel);
  }),
  does("asks for the list", (player, model, { client }) => {
    player.says(say.list());
    model.list(client);
  }),
  does("kicks", (player, model, { client, channel, peer }) => {
    player.says(say.kick(channel, peer));
    model.kick(client, channel, peer);
  }),
  doesWith("says to the channel", fc.tuple(word, manner), ([data, how]) => (player, model, cast) => {
    player.says(say.toChannel(cast.channel, data, how));
    model.say(cast.client, cast.channel, data, how);
  }),
  doesWith("says to a peer", word, (data) => (player, model, { client, channel, peer }) => {
    player.says(say.toPeer(channel, peer, data));
    model.sayTo(client, channel, peer, data);
  }),
  does("says hello by UDP", (player, model, { client }) => {
    player.blasts(say.hello());
    model.hello(client);
  }),
  doesWith("blasts", word, (data) => (player, model, { client, channel }) => {
    player.blasts(say.toChannel(channel, data));
    model.blast(client, channel, data);
  }),
  does("says what has no effect", (player) => player.says(say.pong(), say.implementation("x"))),
];

const ENDS: readonly fc.Arbitrary<Command>[] = [
  does("connects once more", (player, model, { client }) => {
    player.says(say.connect());
    model.connectAgain(client);
  }),
  does("hangs up", (player, model, { client }) => {
    player.finishes();
    model.relay.disconnect(client);
  }),
  doesWith("is malformed", fc.constantFrom(...MALFORMED), (frame) => (player, model, { client }) => {
    player.sends(frame);
    model.relay.disconnect(client);
  }),
];

/** Those that end a connection are rare enough for most to be in the midst of something. */
export const COMMANDS: fc.Arbitrary<Command>[] = [
  ...[TALK, TALK, TALK].flat(),
  ...ENDS,
  ...Array.from({ length: 4 }, () => fc.constant(new Connects())),
];

/** Four with names, in one channel: what happens next is about more than one. */
export const OPENING: readonly Command[] = ["Ann", "Bob", "Carol", "Dave"].flatMap((name, who) => {
  const first = { who, where: 0, whom: 0 };
  return [
    new Connects(),
    new Does(first, `takes the name ${name}`, (player, model, { client }) => {
      player.says(say.setName(name));
      model.setName(client, name);
    }),
    new Does(first, "joins Room", (player, model, { client }) => {
      player.says(say.join("Room"));
      model.join(client, "Room", 0);
    }),
  ];
});
