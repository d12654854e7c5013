import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { TYPES } from "../../src/cli/assets.ts";
import { Counters } from "../../src/session/counters.ts";
import { mistakesIn } from "../support/checker.ts";
import { Folder } from "../support/folder.ts";
import { Program } from "../support/program.ts";
import { SocketStage } from "../support/sockets.ts";
import { say } from "../support/wire.ts";

const ROOT = join(import.meta.dir, "..", "..");

const dist = new Folder();
const command = [dist.file("greenwing")];

beforeAll(() => {
  const build = [process.execPath, "scripts/build.ts", "--outdir", dist.path];
  expect(Bun.spawnSync(build, { cwd: ROOT, stdout: "ignore" }).exitCode).toBe(0);
}, 60_000);

afterAll(() => dist[Symbol.dispose]());

test("the compiled binary is spoken to by TCP and UDP, in a folder where nothing else is", async () => {
  using folder = new Folder({
    "rules.ts":
      'import { deny } from "greenwing"; export default { acceptLogin: (_, name) => name !== "Eve" || deny("Not you") };',
  });
  const args = ["--host", "127.0.0.1", "--port", "0", "--hooks", "rules.ts", "--log-level", "warn"];
  await using program = new Program(args, { command, cwd: folder.path });
  const started = await program.says("Stop it with");
  const port = Number(/listens on port (\d+)/.exec(started)?.[1]);
  {
    await using stage = new SocketStage({ port, counters: new Counters(), stop: async () => {} });
    const eve = await stage.open();
    await eve.connects();
    eve.says(say.setName("Eve"));
    await eve.hears({ type: "Response", request: "SetName", success: false, name: "Eve", reason: "Not you" });
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
  expect(await program.ended()).toMatchObject({ status: 0, err: "" });
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
