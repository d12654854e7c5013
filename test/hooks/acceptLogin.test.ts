import { describe, expect } from "bun:test";
import { type Client, rename } from "../../src/index.ts";
import { failure, success } from "../support/answers.ts";
import type { Player } from "../support/player.ts";
import type { Stage } from "../support/stage.ts";
import { bytes, hex, say } from "../support/wire.ts";
import { hooked, later, once } from "./hooked.ts";
import { eventually } from "./verdicts.ts";

async function connected(stage: Stage): Promise<Player> {
  const player = await stage.open();
  await player.connects();
  return player;
}

const server = { names: { unique: "server" } } as const;

describe("acceptLogin", () => {
  eventually("acceptLogin", async (stage) => {
    const asker = await connected(stage);
    return {
      asker,
      asks: say.setName("Ann"),
      accepted: { by: asker, frame: "00 06 01 01 03 416e6e" },
      refusal: "01 00 03 416e6e",
    };
  });

  hooked("asked about the first name only, with the client and the name", async (stage, hooks) => {
    const asked: unknown[] = [];
    hooks.acceptLogin = (...args: [Client, string]) =>
      void asked.push([args.length, args[0].id, args[0].name, args[1]]);
    const ann = await connected(stage);
    await ann.takesName("  Ann ");
    await ann.takesName("Bea");
    expect(asked).toEqual([[2, 1, "", "  Ann "]]);
  });

  hooked("asked again after a refusal", async (stage, hooks) => {
    const asked: string[] = [];
    hooks.acceptLogin = (_client, name) => {
      asked.push(name);
      return name === "Bea";
    };
    const ann = await connected(stage);
    ann.says(say.setName("Ann"), say.setName("Ann"), say.setName("Bea"));
    for (let i = 0; i < 2; i++)
      await ann.hears(failure("SetName", "Name refused by server", { name: "Ann" }));
    await ann.hears(success("SetName", { name: "Bea" }));
    expect(asked).toEqual(["Ann", "Ann", "Bea"]);
  });

  hooked("not asked about a name that is invalid or taken", { settings: server }, async (stage, hooks) => {
    await stage.enter("Bob");
    let asked = 0;
    hooks.acceptLogin = () => void asked++;
    const ann = await connected(stage);
    ann.says(say.setName(""), say.setName("A\tnn"), say.setName("a".repeat(256)), say.setName("BOB"));
    for (const [name, reason] of [
      ["", /^Invalid name/],
      ["A\tnn", /^Invalid name/],
      ["a".repeat(255), /^Invalid name/],
      ["BOB", "Name already taken"],
    ] as const)
      await ann.hears(failure("SetName", reason, { name }));
    expect(asked).toBe(0);
  });

  hooked("hears a name that is not UTF-8 as Windows-1252; its bytes are kept", async (stage, hooks) => {
    const asked: string[] = [];
    hooks.acceptLogin = (_client, name) => void asked.push(name);
    const ann = await connected(stage);
    ann.says(say.setName(hex("5a 6f eb")));
    await ann.hearsFrame("00 06 01 01 03 5a6feb");
    expect(asked).toEqual(["Zoë"]);
  });

  describe("rename", () => {
    hooked("gives another name", async (stage, hooks) => {
      hooks.acceptLogin = (_client, name) => rename(name.trim());
      const logins: unknown[] = [];
      hooks.loginAccepted = (client, name) => void logins.push([client.name, name]);
      const ann = await connected(stage);
      ann.says(say.setName("  Ann "));
      await ann.hearsFrame("00 06 01 01 03 416e6e");
      expect(logins).toEqual([["Ann", "Ann"]]);
    });

    hooked("to the same text keeps the bytes that were asked for", async (stage, hooks) => {
      hooks.acceptLogin = (_client, name) => rename(name);
      const ann = await connected(stage);
      ann.says(say.setName(hex("5a 6f eb")));
      await ann.hearsFrame("00 06 01 01 03 5a6feb");
    });

    for (const [title, name, reason] of [
      ["an empty one", "", /^Invalid name/],
      ["white space", " \u3000", /^Invalid name/],
      ["one with control characters", "A\u0000nn", /^Invalid name/],
      ["one of 256 bytes", "é".repeat(128), /^Invalid name/],
      ["one that is taken", "bÖB", "Name already taken"],
    ] as const) {
      hooked(
        `the rules run again: ${title} is denied, with the name that was asked for`,
        { settings: server },
        async (stage, hooks) => {
          await stage.enter("Bob");
          hooks.acceptLogin = () => rename(name);
          let logins = 0;
          hooks.loginAccepted = () => void logins++;
          const ann = await connected(stage);
          ann.says(say.setName("Ann"));
          await ann.hears(failure("SetName", reason, { name: "Ann" }));
          expect(logins).toBe(0);
        },
      );
    }

    hooked(
      "names.strictUtf8 and the allow-list hold for it",
      { settings: { allow: { clientNames: "L*" } } },
      async (stage, hooks) => {
        hooks.acceptLogin = (_client, name) => rename(`${name}1`);
        const ann = await connected(stage);
        ann.says(say.setName("Ann"));
        await ann.hears(failure("SetName", /^Invalid name/, { name: "Ann" }));
      },
    );
  });

  describe("what changed while the verdict was awaited is checked again", () => {
    hooked("the name was taken", { settings: server }, async (stage, hooks) => {
      const verdict = later<boolean>();
      hooks.acceptLogin = (_client, name) => (name === "Ann" ? verdict.ask() : undefined);
      const ann = await connected(stage);
      ann.says(say.setName("Ann"));
      await verdict.asked;
      await stage.enter("ÀNN");
      verdict.answer(true);
      await ann.hears(failure("SetName", "Name already taken", { name: "Ann" }));
    });

    hooked("its holder left: it is free", { settings: server }, async (stage, hooks) => {
      const first = later<boolean>();
      hooks.acceptLogin = first.ask;
      const ann = await connected(stage);
      ann.says(say.setName("Ann"));
      await first.asked;
      const lost = once<void>();
      hooks.connectionLost = () => lost.tell();
      ann.finishes();
      await lost.told;
      delete hooks.acceptLogin;
      first.answer(true);
      await stage.enter("Ann");
    });

    hooked(
      "two wait for one name: who is decided first has it",
      { settings: server },
      async (stage, hooks) => {
        const [first, second] = [later<boolean>(), later<boolean>()];
        const [ann, other] = [await connected(stage), await connected(stage)];
        hooks.acceptLogin = (client) => (client.id === ann.id ? first : second).ask();
        ann.says(say.setName("Ann"));
        other.says(say.setName("ann"));
        await Promise.all([first.asked, second.asked]);
        second.answer(true);
        await other.hears(success("SetName", { name: "ann" }));
        first.answer(true);
        await ann.hears(failure("SetName", "Name already taken", { name: "Ann" }));
      },
    );

    hooked("the name that was asked for is told, whatever came meanwhile", async (stage, hooks) => {
      const verdict = later<boolean>();
      hooks.acceptLogin = verdict.ask;
      const ann = await connected(stage);
      ann.says(say.setName("Ann"));
      await verdict.asked;
      ann.sends(bytes([0x10, 0x05, 0x00], "xxxx"));
      const bob = await connected(stage);
      for (let i = 0; i < 10; i++) bob.says(say.toServer("y".repeat(100)));
      await bob.catchUp();
      verdict.answer(false);
      await ann.hears(failure("SetName", "Name refused by server", { name: "Ann" }));
    });
  });

  describe("a hook that acts", () => {
    hooked(
      "and names the client itself: the client gets that name, and then the other",
      async (stage, hooks) => {
        const told: string[] = [];
        hooks.acceptLogin = (client) => {
          expect(client.setName("Guest")).toBeUndefined();
        };
        hooks.loginAccepted = (_client, name) => void told.push(`login ${name}`);
        hooks.nameChanged = (_client, name) => void told.push(`change ${name}`);
        const ann = await connected(stage);
        ann.says(say.setName("Ann"));
        await ann.hears(success("SetName", { name: "Guest" }), success("SetName", { name: "Ann" }));
        expect(told).toEqual(["login Guest", "change Ann"]);
      },
    );

    hooked("what it sends comes before the answer", async (stage, hooks) => {
      hooks.acceptLogin = (client, name) => client.sendMessage(`Checking ${name}`);
      const ann = await connected(stage);
      ann.says(say.setName("Ann"));
      await ann.hears({ type: "BinaryServerMessage", subchannel: 0, variant: 0, data: "Checking Ann" });
      await ann.hears(success("SetName", { name: "Ann" }));
    });
  });
});
