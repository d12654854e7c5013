import { expect, test } from "bun:test";
import { join } from "node:path";
import { Meeting } from "../../client/meeting.ts";
import { Program } from "../../support/program.ts";

const MAIN = join(import.meta.dir, "..", "..", "..", "src", "main.ts");
const ENV = { ...process.env, USER: "cal", NO_COLOR: "1" };

/** A chat into which lines are piped. */
function piped(args: readonly string[], input: string) {
  const program = Bun.spawn([process.execPath, MAIN, "chat", ...args], {
    stdin: Buffer.from(input),
    stdout: "pipe",
    stderr: "pipe",
    timeout: 10_000,
    env: ENV,
  });
  return { program, out: program.stdout.text(), err: program.stderr.text() };
}

test("what is piped into a chat is said in the Lobby, and then it ends", async () => {
  await using meeting = await Meeting.begin({ welcome: "Hi\x1b[2J" });
  const ada = await meeting.enter("Ada");
  await ada.client.join("Lobby");
  const { program, out } = piped(
    [`127.0.0.1:${meeting.relay.port}`],
    "Hello\n/me waves\n//shrug\n/nick Cal\nbye",
  );
  const texts = [];
  for (let i = 0; i < 4; i++) texts.push((await ada.ear.next("channelMessage")).message.text);
  expect(texts).toEqual(["Hello", "/me waves", "/shrug", "bye"]);
  expect(await ada.ear.next("peerNameChanged")).toMatchObject({ before: "cal" });
  await ada.ear.next("peerLeft");
  expect(await program.exited).toBe(0);
  expect((await out).split("\n")).toEqual([
    `- connected to 127.0.0.1:${meeting.relay.port}: Hi\\u001b[2J`,
    "- you are cal",
    "- you are in Lobby, with Ada (master)",
    "- you are Cal",
    "",
  ]);
});

test("a name that is taken gets a number, but one that was asked for is the user's matter", async () => {
  await using meeting = await Meeting.begin({ names: { unique: "server" } });
  await meeting.enter("cal");
  const address = `127.0.0.1:${meeting.relay.port}`;
  const own = piped([address], "");
  expect(await own.program.exited).toBe(0);
  expect(await own.out).toMatch(/you are cal-\d+\n/);
  const asked = piped([address, "--name", "cal"], "Hello");
  expect([await asked.program.exited, await asked.err]).toEqual([1, "greenwing: Name already taken\n"]);
});

test("no server, a refusal and a lost connection are one line and status 1", async () => {
  await using meeting = await Meeting.begin({ hooks: { acceptConnection: () => false } });
  const { port } = meeting.relay;
  const refused = await Program.run(["chat", `127.0.0.1:${port}`]);
  expect([refused.status, refused.err]).toEqual([
    1,
    `greenwing: 127.0.0.1:${port} refuses the connection: Connection refused by server\n`,
  ]);
  await meeting.relay.stop();
  const absent = await Program.run(["chat", `127.0.0.1:${port}`]);
  expect([absent.status, absent.err]).toEqual([
    1,
    `greenwing: cannot connect to 127.0.0.1:${port}: nothing listens there (greenwing probe 127.0.0.1:${port} says more)\n`,
  ]);
  const wrong = await Program.run(["chat", "play.example:x"]);
  expect([wrong.status, wrong.err]).toEqual([2, expect.stringContaining('"play.example:x" is no address')]);
});

test("a piped chat whose connection is lost does not try again: it says why, and ends with status 1", async () => {
  await using meeting = await Meeting.begin();
  const ada = await meeting.enter("Ada");
  await ada.client.join("Lobby");
  const address = `127.0.0.1:${meeting.relay.port}`;
  await using program = Bun.spawn([process.execPath, MAIN, "chat", address], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
    timeout: 10_000,
    env: ENV,
  });
  program.stdin.write("one\n");
  await program.stdin.flush();
  expect((await ada.ear.next("channelMessage")).message.text).toBe("one");
  meeting.relay.clients.named("cal")?.disconnect("Go away");
  expect([await program.exited, await program.stderr.text()]).toEqual([
    1,
    `greenwing: the connection to ${address} is lost: Go away (what the pipe still has was not said)\n`,
  ]);
  expect(await program.stdout.text()).not.toContain("trying again");
});

test("a command that there is not is told, even one that every JavaScript object has", async () => {
  await using meeting = await Meeting.begin();
  const { program, out } = piped([`127.0.0.1:${meeting.relay.port}`], "/constructor\n/__proto__\n/who");
  expect(await program.exited).toBe(0);
  expect((await out).split("\n").slice(3)).toEqual([
    "! there is no /constructor (/help)",
    "! there is no /__proto__ (/help)",
    "- Lobby: you (master), and nobody else",
    "",
  ]);
});

test.skipIf(process.platform === "win32")(
  "in a terminal one talks, peers cannot touch the screen, and Ctrl-D ends it",
  async () => {
    await using meeting = await Meeting.begin();
    const ada = await meeting.enter("Ada");
    const lobby = await ada.client.join("Lobby");
    let read = "";
    let wake = () => {};
    await using program = Bun.spawn([process.execPath, MAIN, "chat", `127.0.0.1:${meeting.relay.port}`], {
      timeout: 10_000,
      env: ENV,
      terminal: {
        cols: 100,
        data: (_terminal, data) => {
          read += Buffer.from(data).toString();
          wake();
        },
      },
    });
    const shows = async (text: string) => {
      while (!read.includes(text)) await new Promise<void>((resolve) => (wake = resolve));
    };
    const type = (text: string) => program.terminal?.write(text);
    await shows("/help shows what you can type");
    type("Hello, Ada\r");
    expect((await ada.ear.next("channelMessage")).message.text).toBe("Hello, Ada");
    await shows("cal: Hello, Ada");
    lobby.send("\x1b]0;mine\x07Hi \u202ecal");
    await shows("Ada: \\u001b]0;mine\\u0007Hi \\u202ecal");
    lobby.send("/me waves");
    await shows("* Ada waves");
    type("/msg Ad\t");
    await shows("/msg Ada ");
    type("psst\r");
    expect((await ada.ear.next("peerMessage")).message.text).toBe("psst");
    type("/lost\r");
    await shows("there is no /lost: did you mean /list?");
    type("\x04");
    expect(await program.exited).toBe(0);
    await ada.ear.next("peerLeft");
  },
);
