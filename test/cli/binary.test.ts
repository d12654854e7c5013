import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { TYPES } from "../../src/cli/assets.ts";
import { Counters } from "../../src/session/counters.ts";
import { failure, success } from "../support/answers.ts";
import { mistakesIn } from "../support/checker.ts";
import { Folder } from "../support/folder.ts";
import { Program } from "../support/program.ts";
import { SocketStage } from "../support/sockets.ts";
import { say } from "../support/wire.ts";

const ROOT = join(import.meta.dir, "..", "..");

const rules = (reason: string) => `
  import { Database } from "bun:sqlite";
  import { deny, type HooksFactory } from "greenwing";
  import { isEve } from "./names.ts";
  export default ((relay) => {
    const reasons = new Database(":memory:");
    reasons.run("create table reasons as select '${reason}' as reason");
    return {
      acceptLogin(_client, name) {
        const { reason } = reasons.query<{ reason: string }, []>("select reason from reasons").get()!;
        return isEve(name) ? deny(reason) : undefined;
      },
      acceptNameChange() {
        throw new Error(\`there are \${relay.clients.size} clients\`);
      },
      dispose: () => reasons.close(),
    };
  }) satisfies HooksFactory;
`;

const dist = new Folder();
const command = [dist.file("greenwing")];

beforeAll(() => {
  const build = [process.execPath, "scripts/build.ts", "--outdir", dist.path];
  expect(Bun.spawnSync(build, { cwd: ROOT, stdout: "ignore" }).exitCode).toBe(0);
}, 60_000);

afterAll(() => dist[Symbol.dispose]());

test("the compiled binary is spoken to by TCP and UDP, in a folder where nothing else is", async () => {
  using folder = new Folder({
    "rules.ts": rules("Not you"),
    "names.ts": 'export const isEve = (name: string) => name === "Eve";',
  });
  const args = ["--host", "127.0.0.1", "--port", "0", "--hooks", "rules.ts", "--watch"];
  await using program = new Program(args, { command, cwd: folder.path });
  const port = await program.port();
  {
    const page = await fetch(`http://127.0.0.1:${port}/chat`);
    const [, script = ""] = /src="([^"]*)"/.exec(await page.text()) ?? [];
    expect((await fetch(`http://127.0.0.1:${port}${script}`)).headers.get("content-type")).toContain(
      "javascript",
    );
    await using stage = new SocketStage({ port, counters: new Counters(), stop: async () => {} });
    const eve = await stage.open();
    await eve.connects();
    eve.says(say.setName("Eve"));
    await eve.hears(failure("SetName", "Not you", { name: "Eve" }));
    await Bun.write(folder.file("rules.ts"), rules("Not you either"));
    await program.logs("loaded again");
    eve.says(say.setName("Eve"), say.setName("Ava"), say.setName("Ivy"));
    await eve.hears(
      failure("SetName", "Not you either", { name: "Eve" }),
      success("SetName", { name: "Ava" }),
    );
    await program.logs("hook acceptNameChange failed: Error: there are 1 clients");
    expect(await program.logs("rules.ts:14:")).not.toContain("owner.ts");
    const { channel, people } = await stage.room("Lobby", "Ada", "Bob");
    const [ada, bob] = people;
    await ada.getsWelcomed();
    await bob.getsWelcomed();
    ada.says(say.toChannel(channel, "by TCP"));
    const content = { subchannel: 0, variant: 0, channel, peer: ada.id };
    await bob.hears({ type: "BinaryChannelMessage", ...content, data: "by TCP" });
    ada.blasts(say.toChannel(channel, "by UDP"));
    await bob.hearsBlast({ type: "BinaryChannelMessage", ...content, data: "by UDP" });
  }
  program.signal("SIGTERM");
  expect(await program.ended()).toMatchObject({ status: 0 });
});

test("the compiled binary sets an empty folder up, checks the types of what is in it, and starts with it", async () => {
  using folder = new Folder({
    "accounts.ts": 'import { Database } from "bun:sqlite"; new Database().run(0);',
  });
  const cwd = folder.path;
  expect(await Program.run(["types"], { command, cwd })).toMatchObject({ out: await Bun.file(TYPES).text() });
  expect(await Program.run(["init"], { command, cwd })).toMatchObject({ status: 0, err: "" });
  expect(mistakesIn(cwd, command)).toEqual([
    expect.stringMatching(/^accounts\.ts\(.*'number' is not assignable/),
  ]);
  const args = ["--host", "127.0.0.1", "--port", "0", "--hooks", "hooks.ts"];
  await using program = new Program(args, { command, cwd });
  expect(await program.says("Stop it with")).toContain(`hooks: ${folder.file("hooks.ts")}`);
});
