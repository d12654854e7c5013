import { expect, test } from "bun:test";
import { join } from "node:path";
import { Counters } from "../../src/session/counters.ts";
import { failure, success } from "../support/answers.ts";
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

test("the compiled binary is spoken to by TCP and UDP, in a folder where nothing else is", async () => {
  using folder = new Folder({
    "rules.ts": rules("Not you"),
    "names.ts": 'export const isEve = (name: string) => name === "Eve";',
  });
  const build = [process.execPath, "scripts/build.ts", "--outdir", folder.path];
  expect(Bun.spawnSync(build, { cwd: ROOT, stdout: "ignore" }).exitCode).toBe(0);
  const args = ["--host", "127.0.0.1", "--port", "0", "--hooks", "rules.ts", "--watch"];
  await using program = new Program(args, { command: [folder.file("greenwing")], cwd: folder.path });
  const port = await program.port();
  {
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
}, 60_000);
