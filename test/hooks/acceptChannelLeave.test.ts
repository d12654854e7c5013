import { describe, expect } from "bun:test";
import type { Channel, Client } from "../../src/index.ts";
import { failure, fromChannel, peerLeft, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked, later, once } from "./hooked.ts";
import { eventually } from "./verdicts.ts";

describe("acceptChannelLeave", () => {
  eventually("acceptChannelLeave", async (stage) => {
    const asker = await stage.enter("Ann");
    await asker.joins("Den");
    return {
      asker,
      asks: say.leave(1),
      accepted: { by: asker, frame: "00 04 03 01 0100" },
      refusal: "03 00 0100",
    };
  });

  hooked("asked with the client and the channel that it is still in", async (stage, hooks) => {
    const asked: unknown[] = [];
    hooks.acceptChannelLeave = (...args: [Client, Channel]) =>
      void asked.push([args.length, args[0].name, args[1].name, args[0].channels.includes(args[1])]);
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    people[1].says(say.leave(channel));
    await people[1].hears(success("LeaveChannel", { channel }));
    expect(asked).toEqual([[2, "Bob", "Room", true]]);
  });

  hooked("not asked about a channel that the client is not in", async (stage, hooks) => {
    let asked = 0;
    hooks.acceptChannelLeave = () => void asked++;
    const { channel } = await stage.room("Room", "Ann");
    const bob = await stage.enter("Bob");
    bob.says(say.leave(channel), say.leave(0));
    await bob.hears(failure("LeaveChannel", "No such channel", { channel }));
    await bob.hears(failure("LeaveChannel", "No such channel", { channel: 0 }));
    expect(asked).toBe(0);
  });

  hooked("not asked when the client disconnects, is kicked, or the channel closes", async (stage, hooks) => {
    let asked = 0;
    hooks.acceptChannelLeave = () => {
      asked++;
      return false;
    };
    let room: Channel | undefined;
    hooks.channelAdded = (channel) => {
      room = channel;
    };
    const { channel, people } = await stage.room("Room", "Ann", "Bob", "Carol");
    const [ann, bob, carol] = people;
    ann.says(say.kick(channel, bob.id));
    await ann.hears(peerLeft(channel, bob.id));
    await carol.hears(peerLeft(channel, bob.id));
    carol.finishes();
    await ann.hears(peerLeft(channel, carol.id));
    room?.close();
    await ann.hears(success("LeaveChannel", { channel }));
    expect(asked).toBe(0);
  });

  hooked("who may not leave is still in the channel, and the others hear nothing", async (stage, hooks) => {
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    hooks.acceptChannelLeave = () => false;
    bob.says(say.leave(channel), say.toChannel(channel, "still here"));
    await bob.hears(failure("LeaveChannel", "Leave refused by server", { channel }));
    await ann.hears(fromChannel(channel, bob.id, "still here"));
  });

  describe("what changed while the verdict was awaited is checked again", () => {
    for (const [title, verdict] of [
      ["accepting", undefined],
      ["refusing", false],
    ] as const) {
      hooked(`the client was kicked, ${title}: it is told once that it left`, async (stage, hooks) => {
        const { channel, people } = await stage.room("Room", "Ann", "Bob");
        const [ann, bob] = people;
        const decision = later<false | undefined>();
        hooks.acceptChannelLeave = decision.ask;
        bob.says(say.leave(channel));
        await decision.asked;
        ann.says(say.kick(channel, bob.id));
        await ann.hears(peerLeft(channel, bob.id));
        decision.answer(verdict);
        await bob.hears(success("LeaveChannel", { channel }));
        await bob.hears(failure("LeaveChannel", "No such channel", { channel }));
        await ann.nothingMore();
      });
    }

    hooked(
      "the channel was closed and another one of its name made: that one is not left",
      async (stage, hooks) => {
        const { channel, people } = await stage.room("Room", "Ann");
        const [ann] = people;
        const decision = later<void>();
        const asking = once<readonly [Client, Channel]>();
        hooks.acceptChannelLeave = (...args) => {
          asking.tell(args);
          return decision.ask();
        };
        ann.says(say.leave(channel));
        const [client, former] = await asking.told;
        former.close();
        client.joinChannel("Room");
        decision.answer();
        await ann.hears(success("LeaveChannel", { channel }));
        expect(await ann.next()).toMatchObject({ request: "JoinChannel", success: true, name: "Room" });
        await ann.hears(failure("LeaveChannel", "No such channel", { channel }));
        expect(client.channels.map(({ name }) => name)).toEqual(["Room"]);
      },
    );

    hooked(
      "a client that disconnects leaves at once; its peers do not wait for the verdict",
      async (stage, hooks) => {
        const { channel, people } = await stage.room("Room", "Ann", "Bob");
        const [ann, bob] = people;
        const decision = later<boolean>();
        hooks.acceptChannelLeave = decision.ask;
        bob.says(say.leave(channel));
        await decision.asked;
        bob.finishes();
        await ann.hears(peerLeft(channel, bob.id));
        decision.answer(true);
        await ann.nothingMore();
      },
    );
  });

  describe("a hook that acts", () => {
    hooked(
      "and takes the client out itself: it is told that it left, and then that it is in no such channel",
      async (stage, hooks) => {
        const { channel, people } = await stage.room("Room", "Ann", "Bob");
        hooks.acceptChannelLeave = (client, left) => client.leaveChannel(left);
        people[1].says(say.leave(channel));
        await people[1].hears(success("LeaveChannel", { channel }));
        await people[1].hears(failure("LeaveChannel", "No such channel", { channel }));
        await people[0].hears(peerLeft(channel, people[1].id));
        await people[0].nothingMore();
      },
    );

    hooked("and closes the channel: everybody is told once", async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      hooks.acceptChannelLeave = (_client, left) => left.close();
      people[1].says(say.leave(channel));
      await people[0].hears(success("LeaveChannel", { channel }));
      await people[1].hears(success("LeaveChannel", { channel }));
      await people[1].hears(failure("LeaveChannel", "No such channel", { channel }));
      await people[0].nothingMore();
    });
  });
});
