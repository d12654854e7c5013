import { describe, expect } from "bun:test";
import { type Client, rename } from "../../src/index.ts";
import { failure, peer, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked, later } from "./hooked.ts";
import { eventually } from "./verdicts.ts";

describe("acceptNameChange", () => {
  eventually("acceptNameChange", async (stage) => {
    const asker = await stage.enter("Ann");
    return {
      asker,
      asks: say.setName("Bea"),
      accepted: { by: asker, frame: "00 06 01 01 03 426561" },
      refusal: "01 00 03 426561",
    };
  });

  hooked("asked about every name but the first, with the client and the new name", async (stage, hooks) => {
    const asked: unknown[] = [];
    hooks.acceptNameChange = (...args: [Client, string]) =>
      void asked.push([args.length, args[0].name, args[1]]);
    const ann = await stage.enter("Ann");
    await ann.takesName("Bea");
    await ann.takesName("BEA");
    expect(asked).toEqual([
      [2, "Ann", "Bea"],
      [2, "Bea", "BEA"],
    ]);
  });

  hooked("not asked about exactly the current name", async (stage, hooks) => {
    let asked = 0;
    hooks.acceptNameChange = () => {
      asked++;
      return false;
    };
    const ann = await stage.enter("Ann");
    await ann.takesName("Ann");
    expect(asked).toBe(0);
  });

  hooked("not asked about a name that is invalid, or taken in a channel", async (stage, hooks) => {
    let asked = 0;
    hooks.acceptNameChange = () => void asked++;
    const { people } = await stage.room("Room", "Ann", "Bob");
    const [ann] = people;
    ann.says(say.setName(" "), say.setName("bob"));
    await ann.hears(failure("SetName", /^Invalid name/, { name: " " }));
    await ann.hears(failure("SetName", "Name already taken", { name: "bob" }));
    expect(asked).toBe(0);
  });

  hooked("peers hear nothing of a refused name, and the client keeps its own", async (stage, hooks) => {
    let ann: Client | undefined;
    hooks.acceptNameChange = (client) => {
      ann = client;
      return false;
    };
    const { people } = await stage.room("Room", "Ann", "Bob");
    people[0].says(say.setName("Zoe"));
    await people[0].hears(failure("SetName", "Name refused by server", { name: "Zoe" }));
    await people[1].nothingMore();
    expect(ann?.name).toBe("Ann");
  });

  describe("rename", () => {
    hooked("gives another name, and that is what peers hear", async (stage, hooks) => {
      hooks.acceptNameChange = (_client, name) => rename(`${name}!`);
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      const [ann, bob] = people;
      ann.says(say.setName("Zoe"));
      await ann.hearsFrame("00 07 01 01 04 5a6f6521");
      await bob.hears(peer(channel, ann.id, "Zoe!", 1));
      await bob.nothingMore();
    });

    hooked("the rules run again: one that is taken is denied", async (stage, hooks) => {
      hooks.acceptNameChange = () => rename("BOB");
      const { people } = await stage.room("Room", "Ann", "Bob");
      people[0].says(say.setName("Zoe"));
      await people[0].hears(failure("SetName", "Name already taken", { name: "Zoe" }));
      await people[1].nothingMore();
    });

    hooked("the rules run again: an invalid one is denied", async (stage, hooks) => {
      hooks.acceptNameChange = async () => rename("\u200b");
      const ann = await stage.enter("Ann");
      ann.says(say.setName("Zoe"));
      await ann.hears(failure("SetName", /^Invalid name/, { name: "Zoe" }));
    });

    hooked(
      "back to exactly the current name: success, nothing broadcast, nothing told",
      async (stage, hooks) => {
        let changes = 0;
        hooks.acceptNameChange = () => rename("Ann");
        hooks.nameChanged = () => void changes++;
        const { people } = await stage.room("Room", "Ann", "Bob");
        people[0].says(say.setName("Zoe"));
        await people[0].hears(success("SetName", { name: "Ann" }));
        await people[1].nothingMore();
        expect(changes).toBe(0);
      },
    );
  });

  describe("what changed while the verdict was awaited is checked again", () => {
    hooked("somebody of that name joined the channel", async (stage, hooks) => {
      const verdict = later<boolean>();
      const { channel, people } = await stage.room("Room", "Ann");
      const [ann] = people;
      hooks.acceptNameChange = verdict.ask;
      ann.says(say.setName("Bob"));
      await verdict.asked;
      const bob = await stage.enter("Bob");
      await bob.joins("Room");
      await ann.hears(peer(channel, bob.id, "Bob"));
      verdict.answer(true);
      await ann.hears(failure("SetName", "Name already taken", { name: "Bob" }));
      await bob.nothingMore();
    });

    hooked("the owner put the client into a channel where the name is taken", async (stage, hooks) => {
      const verdict = later<boolean>();
      const { channel, people } = await stage.room("Room", "Bob");
      const ann = await stage.enter("Ann");
      let client: Client | undefined;
      hooks.acceptNameChange = (asking) => {
        client = asking;
        return verdict.ask();
      };
      ann.says(say.setName("Bob"));
      await verdict.asked;
      expect(client?.joinChannel("Room")).toBeUndefined();
      verdict.answer(true);
      const peers = [{ peer: people[0].id, flags: 1, name: "Bob" }];
      await ann.hears(success("JoinChannel", { flags: 0, name: "Room", channel, peers }));
      await ann.hears(failure("SetName", "Name already taken", { name: "Bob" }));
      await people[0].hears(peer(channel, ann.id, "Ann"));
      await people[0].nothingMore();
    });

    hooked(
      "the client was kicked: it has its name, and the channel hears nothing of it",
      async (stage, hooks) => {
        const verdict = later<boolean>();
        const { channel, people } = await stage.room("Room", "Ann", "Bob");
        const [ann, bob] = people;
        hooks.acceptNameChange = verdict.ask;
        bob.says(say.setName("Zoe"));
        await verdict.asked;
        ann.says(say.kick(channel, bob.id));
        await ann.hears({ type: "PeerLeft", channel, peer: bob.id });
        verdict.answer(true);
        await bob.hears(success("LeaveChannel", { channel }), success("SetName", { name: "Zoe" }));
        await ann.nothingMore();
      },
    );
  });
});
