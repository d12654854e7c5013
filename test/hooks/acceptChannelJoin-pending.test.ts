import { describe, expect } from "bun:test";
import type { Client } from "../../src/index.ts";
import { failure, peer, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked, later, once } from "./hooked.ts";

describe("acceptChannelJoin", () => {
  describe("what changed while the verdict was awaited is checked again", () => {
    hooked("the channel was closed: the client makes a new one", async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann");
      const bob = await stage.enter("Bob");
      const verdict = later<void>();
      hooks.acceptChannelJoin = verdict.ask;
      bob.says(say.join("room"));
      await verdict.asked;
      people[0].says(say.leave(channel));
      await people[0].hears(success("LeaveChannel", { channel }));
      verdict.answer();
      const answer = await bob.next();
      expect(answer).toMatchObject({
        request: "JoinChannel",
        success: true,
        flags: 1,
        name: "room",
        peers: [],
      });
      expect(answer).not.toMatchObject({ channel });
    });

    hooked("somebody else made the channel: the client is not its master", async (stage, hooks) => {
      const [ann, bob] = [await stage.enter("Ann"), await stage.enter("Bob")];
      const verdict = later<void>();
      hooks.acceptChannelJoin = verdict.ask;
      bob.says(say.join("room"));
      await verdict.asked;
      delete hooks.acceptChannelJoin;
      const channel = await ann.joins("Room");
      verdict.answer();
      const peers = [{ peer: ann.id, flags: 1, name: "Ann" }];
      await bob.hears(success("JoinChannel", { flags: 0, name: "Room", channel, peers }));
      await ann.hears(peer(channel, bob.id, "Bob"));
    });

    hooked(
      "the channel is full now",
      { settings: { limits: { peersPerChannel: 2 } } },
      async (stage, hooks) => {
        const { channel, people } = await stage.room("Room", "Ann");
        const [bob, carol] = [await stage.enter("Bob"), await stage.enter("Carol")];
        const verdict = later<void>();
        hooks.acceptChannelJoin = ({ name }) => (name === "Bob" ? verdict.ask() : undefined);
        bob.says(say.join("Room"));
        await verdict.asked;
        await carol.joins("Room");
        await people[0].hears(peer(channel, carol.id, "Carol"));
        verdict.answer();
        await bob.hears(failure("JoinChannel", /^Channel is full/, { name: "Room" }));
        await carol.nothingMore();
      },
    );

    hooked("the own name is taken there now", async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann");
      const [bob, other] = [await stage.enter("Bob"), await stage.enter("BOB")];
      const verdict = later<void>();
      hooks.acceptChannelJoin = ({ name }) => (name === "Bob" ? verdict.ask() : undefined);
      bob.says(say.join("Room"));
      await verdict.asked;
      await other.joins("Room");
      await people[0].hears(peer(channel, other.id, "BOB"));
      verdict.answer();
      await bob.hears(failure("JoinChannel", "Name already taken", { name: "Room" }));
    });

    hooked("the owner put the client there already", async (stage, hooks) => {
      const bob = await stage.enter("Bob");
      const verdict = later<void>();
      const asking = once<Client>();
      hooks.acceptChannelJoin = (client) => {
        asking.tell(client);
        return verdict.ask();
      };
      bob.says(say.join("Room"));
      (await asking.told).joinChannel("Room");
      verdict.answer();
      expect(await bob.next()).toMatchObject({ request: "JoinChannel", success: true, name: "Room" });
      await bob.hears(failure("JoinChannel", "Already part of channel", { name: "Room" }));
    });

    hooked("a client that left makes no channel, and is in none", async (stage, hooks) => {
      const { people } = await stage.room("Room", "Ann");
      const bob = await stage.enter("Bob");
      const verdict = later<void>();
      const lost = once<Client>();
      hooks.connectionLost = (client) => lost.tell(client);
      hooks.acceptChannelJoin = verdict.ask;
      bob.says(say.join("Room"), say.join("New"));
      await verdict.asked;
      bob.finishes();
      const client = await lost.told;
      verdict.answer();
      await people[0].nothingMore();
      expect(client.channels).toEqual([]);
      people[0].says(say.list());
      await people[0].hears(success("ChannelList", { channels: [{ peers: 1, name: "Room" }] }));
    });
  });
});
