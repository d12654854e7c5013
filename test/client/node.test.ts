import { expect, test } from "bun:test";
import { join } from "node:path";
import { Folder } from "../support/folder.ts";
import { Meeting } from "./meeting.ts";

const NODE = Bun.which("node");
const PUBLIC = join(import.meta.dir, "..", "..", "src", "client", "public.ts");

const PROGRAM = `
  import { connect } from ${JSON.stringify(PUBLIC)};
  const client = await connect(process.argv[2], { name: "Node" });
  if (!client.blasts) await new Promise((resolve) => client.on("blasts", resolve));
  const room = await client.join("Room");
  client.on("channelMessage", ({ peer, message }) => {
    room.blast(peer.name + " said " + message.text);
    setTimeout(() => client.close(), 50);
  });
  room.send("ready");
`;

test.skipIf(NODE === null)(
  `on Node it works as on Bun${NODE === null ? " (no Node here)" : ""}`,
  async () => {
    using folder = new Folder({ "program.ts": PROGRAM });
    const build = await Bun.build({
      entrypoints: [folder.file("program.ts")],
      target: "node",
      outdir: folder.path,
    });
    expect(build.success).toBe(true);
    await using meeting = await Meeting.begin();
    const ada = await meeting.enter("Ada");
    const room = await ada.client.join("Room");
    await ada.ear.next("blasts");
    await using program = Bun.spawn([NODE as string, build.outputs[0]?.path ?? "", meeting.address], {
      timeout: 8000,
    });
    expect((await ada.ear.next("channelMessage")).message.text).toBe("ready");
    room.send("hello");
    const { message } = await ada.ear.next("channelMessage");
    expect([message.text, message.blasted]).toEqual(["Ada said hello", true]);
    expect(await program.exited).toBe(0);
  },
);
