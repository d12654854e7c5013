// For scripts/hook-cost.ts: takes out of the server, as it is bundled, what it would not have if it knew no hooks.
import { join } from "node:path";
import type { BunPlugin } from "bun";
import { ROOT } from "./loadgen.ts";

/** By file: texts that are in it exactly once, and what stands in the place of each. */
const CUTS: Record<string, readonly (readonly [text: string, instead: string])[]> = {
  "src/session/messages/content.ts": [
    ["  const { acceptChannelMessage, channelMessageReceived } = owner.hooks;\n", ""],
    ["  const asked = acceptChannelMessage && new Message(content, blasted);\n", ""],
    [` ||\n    (asked && !owner.askNow("acceptChannelMessage", client, channel, asked))`, ""],
    ["  if (asked && !holds(membership)) return;\n", ""],
    [
      `  if (channelMessageReceived)
    owner.tell("channelMessageReceived", client, channel, asked ?? new Message(content, blasted));
`,
      "",
    ],
    ["  const { acceptPrivateMessage, privateMessageReceived } = owner.hooks;\n", ""],
    ["  const asked = acceptPrivateMessage && new Message(content, blasted);\n", ""],
    [` ||\n    (asked && !owner.askNow("acceptPrivateMessage", client, channel, recipient, asked))`, ""],
    ["  if (asked && ![own, other].every(holds)) return;\n", ""],
    [
      `  if (privateMessageReceived)
    owner.tell("privateMessageReceived", client, channel, recipient, asked ?? new Message(content, blasted));
`,
      "",
    ],
  ],
  "src/hooks/owner.ts": [
    ["  #call(name: AskedHook | ToldHook, args: unknown[]): unknown {\n", "$&    return undefined;\n"],
  ],
};

/** A build with it fails where a text is not there: a server would be measured against itself. */
export function withoutHooks(): BunPlugin {
  const pending = new Set(Object.keys(CUTS));
  return {
    name: "without hooks",
    setup(build) {
      for (const [file, cuts] of Object.entries(CUTS)) {
        const filter = new RegExp(`^${RegExp.escape(join(ROOT, file))}$`);
        build.onLoad({ filter }, async ({ path }) => {
          let contents = await Bun.file(path).text();
          for (const [text, instead] of cuts) {
            if (contents.split(text).length !== 2) throw new Error(`${file} has not exactly once: ${text}`);
            contents = contents.replace(text, instead);
          }
          pending.delete(file);
          return { contents, loader: "ts" };
        });
      }
      build.onEnd(({ success }) => {
        if (success && pending.size > 0) throw new Error(`no part of the server: ${[...pending]}`);
      });
    },
  };
}
