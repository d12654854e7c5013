import { expect, test } from "bun:test";
import { join } from "node:path";
import { Meeting } from "../client/meeting.ts";
import { Folder } from "../support/folder.ts";

const ROOT = join(import.meta.dir, "..", "..");

test("the first program of docs/client.md greets, as it says, in a copy of this repository", async () => {
  const page = await Bun.file(join(ROOT, "docs", "client.md")).text();
  const [, code = ""] = /```ts first\.ts\n(.*?)```/s.exec(page) ?? [];
  // As if this folder were one of the repository's own.
  using folder = new Folder({
    "first.ts": code.replace('"greenwing/client"', JSON.stringify(join(ROOT, "src", "client", "public.ts"))),
  });
  expect(await Bun.file(folder.file("first.ts")).text()).toContain("public.ts");
  await using meeting = await Meeting.begin({ welcome: "Hi" });
  const bob = await meeting.enter("Bob");
  const lobby = await bob.client.join("Lobby");
  await using program = Bun.spawn([process.execPath, folder.file("first.ts"), meeting.address], {
    timeout: 8000,
  });
  await bob.ear.next("peerJoined");
  lobby.send("Hello");
  expect((await bob.ear.next("channelMessage")).message.text).toBe("Hello, Bob");
  lobby.send("bye");
  // What comes with the answer to the join may be told before who awaits it goes on.
  expect((await program.stdout.text()).trim().split("\n").toSorted()).toEqual([
    "Bob: Hello",
    "Bob: bye",
    "closed; next try: none",
    "connected: Hi",
    "in Lobby with 1 others",
  ]);
  expect(await program.exited).toBe(0);
});

test("docs/client.md names every event and every option", async () => {
  const page = await Bun.file(join(ROOT, "docs", "client.md")).text();
  const types = await Bun.file(join(ROOT, "types", "client.d.ts")).text();
  for (const name of ["ClientEvents", "ClientOptions"]) {
    const [, body = ""] = new RegExp(`interface ${name} \\{(.*?)\\n {2}\\}`, "s").exec(types) ?? [];
    const keys = [...body.matchAll(/^ {4}readonly (\w+)\??:/gm)].map(([, key]) => key);
    expect(keys.length).toBeGreaterThan(4);
    for (const key of keys) expect(page).toContain(`\`${key}\``);
  }
});
