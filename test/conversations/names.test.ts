import { describe, expect } from "bun:test";
import { failure, peer, success } from "../support/answers.ts";
import { scene } from "../support/scene.ts";
import { bytes, hex, readable, say, type Text } from "../support/wire.ts";

/** "René" and "€uro" as old clients write them. */
const WINDOWS_1252 = { René: hex("52656ee9"), "€uro": hex("8075726f") };

describe("the server keeps and re-sends exactly the bytes it accepted", () => {
  const names: Text[] = [
    "René",
    "Rene\u0301",
    "  Al  ",
    "ＡＬＩＣＥ",
    "👩‍🚀",
    "a\u200bb",
    WINDOWS_1252.René,
    hex("ff"),
  ];
  for (const name of names) {
    const title = typeof name === "string" ? JSON.stringify(name) : readable(name);
    scene(title, async (stage) => {
      const expected = readable(bytes(name));
      const { channel, people } = await stage.room("Room", "Bob");
      const alice = await stage.open();
      await alice.connects();
      alice.says(say.setName(name));
      await alice.hears(success("SetName", { name: expected }));
      await alice.joins("Room");
      await people[0].hears(peer(channel, alice.id, expected));
      const carol = await stage.enter("Carol");
      carol.says(say.join("Room"));
      expect(await carol.next()).toMatchObject({
        peers: expect.arrayContaining([{ peer: alice.id, flags: 0, name: expected }]),
      });
    });
  }

  scene("of a channel's name too", async (stage) => {
    const alice = await stage.enter("Alice");
    alice.says(say.join(WINDOWS_1252.René));
    expect(await alice.next()).toMatchObject({ success: true, name: "0x52656ee9" });
    alice.says(say.list());
    await alice.hears(success("ChannelList", { channels: [{ peers: 1, name: "0x52656ee9" }] }));
  });
});

describe("two names with equal simplified forms are the same name", () => {
  const same: [Text, Text][] = [
    ["alice", "ALICE"],
    ["René", "rene"],
    ["René", "Rene\u0301"],
    ["Ärger", "ARGER"],
    ["ＡＬＩＣＥ", "alice"],
    ["ﬁsh", "fish"],
    ["Ⅳ", "iv"],
    ["x²", "X2"],
    ["İstanbul", "istanbul"],
    ["a\u200bb", "ab"],
    ["a\u00adb", "AB"],
    ["\ufeffab", "ab"],
    ["Big  Bob", "big bob"],
    ["Big\u3000\u00a0Bob", "big bob"],
    [" Alice ", "alice"],
    ["한글", "한글".normalize("NFD")],
    ["Й", "и"],
    [WINDOWS_1252.René, "rené"],
    [WINDOWS_1252["€uro"], "€URO"],
  ];
  for (const [one, other] of same) {
    scene(`${readable(bytes(one))} and ${JSON.stringify(other)}`, async (stage) => {
      const alice = await stage.enter(one);
      const channel = await alice.joins("Room");
      const bob = await stage.enter(other);
      bob.says(say.join("Room"));
      await bob.hears(failure("JoinChannel", "Name already taken", { name: "Room" }));
      await bob.takesName("Bob");
      await bob.joins("Room");
      await alice.hears(peer(channel, bob.id, "Bob"));
      bob.says(say.setName(other));
      await bob.hears(failure("SetName", "Name already taken", { name: readable(bytes(other)) }));
    });
  }

  const different: [Text, Text][] = [
    ["Alice", "Alice2"],
    ["Big Bob", "BigBob"],
    ["o", "ø"],
    ["ß", "s"],
    ["о", "o"],
    ["a-b", "a_b"],
    [WINDOWS_1252.René, "Ren"],
  ];
  for (const [one, other] of different) {
    scene(`but not ${readable(bytes(one))} and ${JSON.stringify(other)}`, async (stage) => {
      const alice = await stage.enter(one);
      await alice.joins("Room");
      const bob = await stage.enter(other);
      await bob.joins("Room");
    });
  }
});

describe("a name whose simplified form is empty is invalid", () => {
  for (const name of ["\u200b", "\u0301", "\u200b \u2060", "\ufe0f", "\u00ad"]) {
    scene(JSON.stringify(name), async (stage) => {
      const alice = await stage.enter("Alice");
      alice.says(say.setName(name), say.join(name));
      await alice.hears(
        failure("SetName", /^Invalid name/, { name }),
        failure("JoinChannel", /^Invalid channel name/, { name }),
      );
    });
  }
});

describe("names.strictUtf8", () => {
  scene(
    "refuses bytes that are not valid UTF-8",
    { settings: { names: { strictUtf8: true } } },
    async (stage) => {
      const alice = await stage.enter("René");
      const name = "0x52656ee9";
      alice.says(say.setName(WINDOWS_1252.René), say.join(WINDOWS_1252.René));
      await alice.hears(
        failure("SetName", /^Invalid name/, { name }),
        failure("JoinChannel", /^Invalid channel name/, { name }),
      );
    },
  );
});

describe("allow-lists", () => {
  const settings = { allow: { clientNames: "L*,M*,N*,P*,32", channelNames: "Lu,Nd,45" } };

  scene(
    "allow their general categories and code points, each for its kind of name",
    { settings },
    async (stage) => {
      const alice = await stage.enter("Al 1!, é e\u0301");
      for (const name of ["a+b", "a\u3000b", "👩"]) {
        alice.says(say.setName(name));
        await alice.hears(failure("SetName", /^Invalid name/, { name }));
      }
      await alice.joins("ÄB-12");
      for (const name of ["ab", "A B", "A_B"]) {
        alice.says(say.join(name));
        await alice.hears(failure("JoinChannel", /^Invalid channel name/, { name }));
      }
    },
  );
});
