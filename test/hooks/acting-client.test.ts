import { describe, expect } from "bun:test";
import type { Channel } from "../../src/index.ts";
import { failure, peer, peerLeft, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { clientsOf, hooked } from "./hooked.ts";

describe("setName", () => {
  hooked("names the client, and its peers hear of it", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    expect(client(bob).setName("Zoë")).toBeUndefined();
    await bob.hearsFrame("00 07 01 01 04 5a6fc3ab");
    await ann.hears(peer(channel, bob.id, "Zoë"));
    expect(client(bob).name).toBe("Zoë");
  });

  hooked("tells why not, and the client hears nothing", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const { people } = await stage.room("Room", "Ann", "Bob");
    expect(client(people[1]).setName("ANN")).toBe("Name already taken");
    expect(client(people[1]).setName("")).toMatch(/^Invalid name/);
    expect(client(people[1]).setName("x".repeat(256))).toMatch(/^Invalid name/);
    for (const each of people) await each.nothingMore();
    expect(client(people[1]).name).toBe("Bob");
  });

  hooked("does not ask acceptLogin or acceptNameChange", async (stage, hooks) => {
    const client = clientsOf(hooks);
    hooks.acceptLogin = () => false;
    hooks.acceptNameChange = () => false;
    const ann = await stage.open();
    await ann.connects();
    client(ann).setName("Ann");
    client(ann).setName("Bea");
    await ann.hears(success("SetName", { name: "Ann" }), success("SetName", { name: "Bea" }));
  });
});

describe("joinChannel", () => {
  hooked(
    "makes a channel, hidden and to be closed as asked, without asking acceptChannelJoin",
    async (stage, hooks) => {
      const client = clientsOf(hooks);
      hooks.acceptChannelJoin = () => false;
      const [ann, bob] = [await stage.enter("Ann"), await stage.enter("Bob")];
      expect(client(ann).joinChannel("Den", { hidden: true, autoClose: true })).toBeUndefined();
      expect(client(bob).joinChannel("DEN")).toBeUndefined();
      await ann.hearsFrame("00 09 02 01 01 03 44656e 0100");
      await bob.hearsFrame("00 10 02 01 00 03 44656e 0100 0100 01 03 416e6e");
      await ann.hears(peer(1, bob.id, "Bob"));
      expect(client(ann).channels).toMatchObject([
        { name: "Den", hidden: true, autoClose: true, open: true },
      ]);
      bob.says(say.list());
      await bob.hears(success("ChannelList", { channels: [] }));
      ann.says(say.leave(1));
      await bob.hears(success("LeaveChannel", { channel: 1 }));
    },
  );

  hooked(
    "tells why not, and the client hears nothing",
    { settings: { limits: { channelsPerClient: 1 } } },
    async (stage, hooks) => {
      const client = clientsOf(hooks);
      const nameless = await stage.open();
      await nameless.connects();
      expect(client(nameless).joinChannel("Room")).toBe("Name not set");
      const ann = await stage.enter("Ann");
      expect(client(ann).joinChannel(" ")).toMatch(/^Invalid channel name/);
      await ann.joins("Room");
      expect(client(ann).joinChannel("room")).toBe("Already part of channel");
      expect(client(ann).joinChannel("Other")).toMatch(/^Too many channels/);
      for (const each of [nameless, ann]) await each.nothingMore();
    },
  );
});

describe("leaveChannel and kick", () => {
  for (const way of ["leaveChannel", "kick"] as const) {
    hooked(
      `${way}: the client is told, its peers too, and acceptChannelLeave is not asked`,
      async (stage, hooks) => {
        const client = clientsOf(hooks);
        hooks.acceptChannelLeave = () => false;
        const { channel: id, people } = await stage.room("Room", "Ann", "Bob");
        const [ann, bob] = people;
        const [channel] = client(bob).channels as [Channel];
        for (let i = 0; i < 2; i++) {
          if (way === "kick") channel.kick(client(bob));
          else client(bob).leaveChannel(channel);
        }
        await bob.hearsFrame("00 04 03 01 0100");
        await ann.hears(peerLeft(id, bob.id));
        for (const each of people) await each.nothingMore();
        expect(client(bob).channels).toEqual([]);
      },
    );
  }
});

describe("sendChannelList", () => {
  hooked("sends the list, or one of the owner's own, without asking", async (stage, hooks) => {
    const client = clientsOf(hooks);
    hooks.acceptChannelListRequest = () => false;
    const { people } = await stage.room("Den", "Ann");
    client(people[0]).sendChannelList();
    client(people[0]).sendChannelList([]);
    client(people[0]).sendChannelList([{ name: "é".repeat(200), peers: 65_535 }]);
    await people[0].hearsFrame("00 08 04 01 0100 03 44656e");
    await people[0].hearsFrame("00 02 04 01");
    // Names are cut to 255 bytes, at a character.
    await people[0].hearsFrame(`00 fe0301 04 01 ffff fe ${"c3a9".repeat(127)}`);
  });

  hooked("a list may be made while it is sent, and do what it likes meanwhile", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const ann = await stage.enter("Ann");
    client(ann).sendChannelList(
      (function* () {
        yield { name: "One", peers: 1 };
        client(ann).sendMessage("making it");
        yield { name: "Two", peers: 2 };
      })(),
    );
    await ann.hears({ type: "BinaryServerMessage", subchannel: 0, variant: 0, data: "making it" });
    const channels = [
      { peers: 1, name: "One" },
      { peers: 2, name: "Two" },
    ];
    await ann.hears(success("ChannelList", { channels }));
  });
});

describe("warn", () => {
  hooked("tells a denial of each kind of request", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const { people } = await stage.room("Den", "Ann");
    const ann = client(people[0]);
    const [channel] = ann.channels as [Channel];
    ann.warn("Connect", "No");
    ann.warn("SetName", "No");
    ann.warn("SetName", "No", { name: "Bea" });
    ann.warn("JoinChannel", "No", { name: "Pub" });
    ann.warn("LeaveChannel", "No", { channel });
    ann.warn("ChannelList", "No");
    await people[0].hearsFrame("00 04 00 00 4e6f");
    await people[0].hearsFrame("00 08 01 00 03 416e6e 4e6f");
    await people[0].hearsFrame("00 08 01 00 03 426561 4e6f");
    await people[0].hearsFrame("00 08 02 00 03 507562 4e6f");
    await people[0].hearsFrame("00 06 03 00 0100 4e6f");
    await people[0].hearsFrame("00 04 04 00 4e6f");
    await people[0].nothingMore();
  });

  hooked(
    "carries a reason of at least one character, and a name of at most 255 bytes",
    async (stage, hooks) => {
      const client = clientsOf(hooks);
      const ann = await stage.enter("Ann");
      client(ann).warn("ChannelList", "");
      await ann.hears(failure("ChannelList", /./));
      client(ann).warn("JoinChannel", "No", { name: "é".repeat(200) });
      await ann.hears(failure("JoinChannel", "No", { name: "é".repeat(127) }));
    },
  );
});

describe("disconnect", () => {
  hooked(
    "tells the reason after what is queued, then closes; the peers hear that the client left",
    async (stage, hooks) => {
      const client = clientsOf(hooks);
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      const [ann, bob] = people;
      client(bob).sendMessage("last words");
      client(bob).disconnect("Enough");
      client(bob).sendMessage("too late");
      await bob.hearsFrame("10 0b 00 6c61737420776f726473");
      await bob.hearsFrame("00 08 00 00 456e6f756768");
      await bob.closed();
      await ann.hears(peerLeft(channel, bob.id));
    },
  );

  hooked("without a reason closes without a word", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const ann = await stage.enter("Ann");
    client(ann).disconnect();
    await ann.closed();
  });
});
