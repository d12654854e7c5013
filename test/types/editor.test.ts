/** What an editor says of hook files: with `greenwing types` beside them and nothing else in the folder. */
import { expect, test } from "bun:test";
import { TYPES } from "../../src/cli/assets.ts";
import { mistakesIn } from "../support/checker.ts";
import { Folder } from "../support/folder.ts";
import { Program } from "../support/program.ts";

const TYPES_TEXT = await Bun.file(TYPES).text();

function mistakes(files: Readonly<Record<string, string>>): string[] {
  using folder = new Folder({ ...files, "greenwing.d.ts": TYPES_TEXT });
  return mistakesIn(folder.path);
}

const OBJECT = `
  import { deny, rename, type Hooks } from "greenwing";

  declare module "greenwing" {
    interface ClientData {
      score?: number;
    }
  }

  export default {
    acceptLogin: (_client, name) => (name === "Eve" ? deny("Not you") : rename(name.trim())),
    async acceptChannelJoin(client, channelName, existing) {
      await Promise.resolve();
      return existing !== undefined || client.channels.length < 3 || channelName === "Lobby";
    },
    acceptChannelMessage: (_client, _channel, message) => message.text.length < 100,
    messageReceived(client, message) {
      client.data.score = (client.data.score ?? 0) + (message.number ?? 0);
      client.sendMessage({ score: client.data.score }, message.subchannel);
    },
  } satisfies Hooks;
`;

const CLASS = `
  import type { Channel, Client, Hooks } from "greenwing";

  class Lobby implements Hooks {
    readonly #seen = new Set<string>();
    acceptLogin(_client: Client, name: string) {
      return !this.#seen.has(name);
    }
    channelJoined(client: Client, channel: Channel) {
      this.#seen.add(client.name);
      if (channel.master === undefined) channel.setMaster(client);
    }
  }
  export default new Lobby();
`;

const LIBRARY = `
  import { ListenError, Relay, SettingsError } from "greenwing";

  await using relay = await Relay.listen({ port: 0, ping: { interval: "4s" }, limits: { outbox: "1MiB" } });
  const names: string[] = [...relay.clients].map((client) => client.name);
  relay.broadcast(names.join());
  export const isOurs = (error: unknown) => error instanceof ListenError || error instanceof SettingsError;
`;

const JAVASCRIPT = `
  import { deny } from "greenwing";

  /** @satisfies {import("greenwing").Hooks} */
  const hooks = {
    acceptLogin: (client, name) => (client.address === "192.0.2.1" ? deny(name + " is banned") : true),
  };
  export default hooks;
`;

test("an object, a class, a program and JavaScript are in order with what `greenwing types` prints", async () => {
  const { status, out, err } = await Program.run(["types"]);
  expect([status, err]).toEqual([0, ""]);
  const files = { "object.ts": OBJECT, "class.ts": CLASS, "library.ts": LIBRARY, "rules.js": JAVASCRIPT };
  using folder = new Folder({ ...files, "greenwing.d.ts": out });
  expect(mistakesIn(folder.path)).toEqual([]);
});

test.each([
  ["acceptLogn() {}", "Did you mean to write 'acceptLogin'?"],
  ["async acceptChannelMessage() {}", "'Promise<void>' is not assignable to type 'Verdict'"],
  ["async messageReceived() {}", "Type 'Promise<void>' is not assignable to type 'Nothing'"],
  ["acceptLogin: () => 'no'", "Type 'string' is not assignable to type 'Eventually<NameVerdict>'"],
  [
    "acceptLogin: (client) => client.nme === ''",
    "Property 'nme' does not exist on type 'Client'. Did you mean 'name'?",
  ],
])("{ %s } is a mistake, in TypeScript and in JavaScript", (hook, message) => {
  const typescript = `import type { Hooks } from "greenwing";\nexport default { ${hook} } satisfies Hooks;`;
  const javascript = `/** @satisfies {import("greenwing").Hooks} */\nexport default { ${hook} };`;
  const found = mistakes({ "rules.ts": typescript }).join("\n");
  expect(found).toStartWith("rules.ts(2,");
  expect(found).toContain(message);
  expect(mistakes({ "rules.js": `// @ts-check\n${javascript}` }).join("\n")).toContain(message);
});

test("a class with a promise from a message hook is a mistake", () => {
  const text = `import type { Hooks } from "greenwing";\nexport class Mine implements Hooks { async messageReceived() {} }`;
  expect(mistakes({ "rules.ts": text }).join("\n")).toContain(
    "Property 'messageReceived' in type 'Mine' is not",
  );
});

test("only what is there when the server runs can be imported or made", () => {
  const text = `import { Message, Relay } from "greenwing";\nnew Relay();`;
  expect(mistakes({ "rules.ts": text })).toEqual([
    expect.stringContaining("'Message' is a type and must be imported using a type-only import"),
    expect.stringContaining("Constructor of class 'Relay' is private"),
  ]);
});
