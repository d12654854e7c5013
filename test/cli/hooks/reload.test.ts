import { expect, test } from "bun:test";
import { join } from "node:path";
import { Counters } from "../../../src/session/counters.ts";
import { failure, fromServer } from "../../support/answers.ts";
import { Folder } from "../../support/folder.ts";
import type { Player } from "../../support/player.ts";
import { Program } from "../../support/program.ts";
import { SocketStage } from "../../support/sockets.ts";
import type { Stage } from "../../support/stage.ts";
import { say } from "../../support/wire.ts";

const LOCAL = ["--host", "127.0.0.1", "--port", "0"];

/** A server with this hooks file, and a client who goes on talking to it while the file changes. */
async function scene(
  folder: Folder,
  flags: readonly string[],
  talk: (ada: Player, program: Program, stage: Stage) => Promise<void>,
) {
  await using program = new Program([...LOCAL, "--hooks", "lobby.ts", ...flags], { cwd: folder.path });
  const port = await program.port();
  await using stage = new SocketStage({ port, counters: new Counters(), stop: async () => {} });
  const ada = await stage.enter("Ada");
  await talk(ada, program, stage);
  await ada.nothingMore();
  program.signal("SIGTERM");
  expect(await program.ended()).toMatchObject({ status: 0 });
}

async function answers(ada: Player, answer: string): Promise<void> {
  ada.says(say.toServer("?"));
  await ada.hears(fromServer(answer));
}

const lobby = (answer: string) => `
  import { suffix } from "./words/suffix.ts";
  export default {
    messageReceived(client) {
      client.data.count = Number(client.data.count ?? 0) + 1;
      client.sendMessage("${answer}" + suffix + client.data.count);
    },
    dispose() { console.log("${answer} is over"); },
  };
`;

test("a saved edit of the file, or of what it imports, takes effect while clients stay connected", async () => {
  using folder = new Folder({ "lobby.ts": lobby("one"), "words/suffix.ts": 'export const suffix = " ";' });
  await scene(folder, ["--watch"], async (ada, program) => {
    await answers(ada, "one 1");
    await Bun.write(folder.file("lobby.ts"), lobby("two"));
    await program.says("one is over");
    await answers(ada, "two 2");
    await Bun.write(folder.file("words/suffix.ts"), 'export const suffix = "! ";');
    await program.says("two is over");
    await answers(ada, "two! 3");
    expect(await program.logs("loaded again")).toContain(
      `hooks file ${folder.file("lobby.ts")}: loaded again`,
    );
  });
});

test("a mistake leaves the hooks in place and is told with its line; put right, they change", async () => {
  using folder = new Folder({ "lobby.ts": lobby("one"), "words/suffix.ts": 'export const suffix = " ";' });
  await scene(folder, ["--watch"], async (ada, program) => {
    await Bun.write(folder.file("lobby.ts"), "export default {\n  messageReceived( {\n");
    await program.logs(
      `hooks file ${folder.file("lobby.ts")}, line 2: Expected identifier but found end of file`,
    );
    await program.logs("(the hooks from before stay)");
    await answers(ada, "one 1");
    await Bun.write(folder.file("lobby.ts"), "export default { mesageReceived() {} };");
    await program.logs('unknown hook "mesageReceived": did you mean "messageReceived"?');
    await Bun.write(folder.file("lobby.ts"), 'import "./words/later.ts"; export default {};');
    await program.logs("line 1: Cannot find module './words/later.ts'");
    await answers(ada, "one 2");
    await Bun.write(folder.file("words/later.ts"), 'console.log("later is there");');
    expect(await program.says("one is over")).toContain("later is there");
  });
});

test("on SIGHUP the file is loaded again; without a watch only then", async () => {
  using folder = new Folder({ "lobby.ts": lobby("one"), "words/suffix.ts": 'export const suffix = " ";' });
  await scene(folder, ["--no-watch"], async (ada, program) => {
    await Bun.write(folder.file("lobby.ts"), lobby("two"));
    await answers(ada, "one 1");
    program.signal("SIGHUP");
    await program.says("one is over");
    await answers(ada, "two 2");
  });
});

test("SIGHUP without a hooks file says that there is none, and the server goes on", async () => {
  await using program = new Program(LOCAL);
  await program.port();
  program.signal("SIGHUP");
  await program.logs("SIGHUP: there is no hooks file to load again");
  program.signal("SIGTERM");
  expect(await program.ended()).toMatchObject({ status: 0 });
});

test("what a hook does wrong is logged with its name and line, refuses, and harms nobody", async () => {
  using folder = new Folder({
    "lobby.ts": `export default {
      acceptNameChange(client, name) {
        throw new Error("no database");
      },
      acceptChannelListRequest() {
        return 5;
      },
      async acceptChannelJoin() {
        await new Promise(() => {});
      },
      connectionLost(client) {
        client.sendMessage("bye");
        client.sendMessage("bye");
        setTimeout(() => { client.disconnect(); }, 1);
      },
    };`,
  });
  const timeout = ["--set", "limits.hookTimeout=200ms"];
  await scene(folder, timeout, async (ada, program, stage) => {
    const file = folder.file("lobby.ts");
    ada.says(say.setName("Anna"));
    await ada.hears(failure("SetName", "Name refused by server", { name: "Anna" }));
    await program.logs("hook acceptNameChange failed: Error: no database");
    await program.logs(`${file}:3:`);
    ada.says(say.list());
    await ada.hears(failure("ChannelList", "Channel list refused by server"));
    await program.logs(
      `hook acceptChannelListRequest failed: it returned 5, which is no verdict, at ${file}:5`,
    );
    ada.says(say.join("Room"));
    await ada.hears(failure("JoinChannel", "No decision in time", { name: "Room" }));
    await program.logs(
      `hook acceptChannelJoin failed: it gave no verdict within limits.hookTimeout, at ${file}:8`,
    );
    const bob = await stage.enter("Bob");
    bob.finishes();
    const left = "is for a client that has left, and does nothing, at";
    await program.logs(`hook connectionLost: sendMessage ${left} connectionLost (${file}:12:`);
    await program.logs(`hook connectionLost: sendMessage ${left} connectionLost (${file}:13:`);
    const log = await program.logs(`disconnect ${left} <anonymous> (${file}:14:`);
    expect(log).not.toContain(join(import.meta.dir, "..", "..", "..", "src"));
  });
});
