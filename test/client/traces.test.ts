import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Meeting } from "./meeting.ts";

/** The traces lie beside the project, not in it. */
const TRACES = resolve(import.meta.dir, "../../../shared/traces");
const RECORDED = ["bluewing", "liblacewing", "pylacewing", "redrelay"];

/** What the recorded server, another than ours, said to a connection by TCP. */
function saidTo(connection: number, library: string): Buffer[] {
  const lines = readFileSync(`${TRACES}/${library}.jsonl`, "utf8").trim().split("\n");
  const said = lines
    .map((line) => JSON.parse(line))
    .filter(({ conn, dir, hex }) => conn === connection && dir === "s2c" && hex !== undefined);
  return said.map(({ hex }) => Buffer.from(hex, "hex"));
}

describe("what another server said to real clients is understood", () => {
  for (const library of RECORDED) {
    const path = `${TRACES}/${library}.jsonl`;
    test.skipIf(!existsSync(path))(`${library}`, async () => {
      const frames = [1, 2].map((connection) => saidTo(connection, library));
      for (const said of frames) {
        using server = Bun.listen({
          hostname: "127.0.0.1",
          port: 0,
          socket: {
            data(socket, chunk) {
              // All in one piece as soon as it is spoken to, and then nothing more.
              if (chunk[0] === 0) socket.write(Buffer.concat(said));
            },
          },
        });
        await using meeting = await Meeting.begin();
        const { client, ear } = meeting.guest({ reconnect: false }, `127.0.0.1:${server.port}`);
        const heard = {
          joined: 0,
          channelMessage: 0,
          peerMessage: 0,
          serverMessage: 0,
          peerJoined: 0,
          left: 0,
        };
        for (const name of Object.keys(heard) as (keyof typeof heard)[]) client.on(name, () => heard[name]++);
        await client.open();
        const types = said.map(([head = 0]) => head >> 4);
        const ofType = (...wanted: number[]) => types.filter((type) => wanted.includes(type)).length;
        expect(ear.names).not.toContain("misread");
        expect(heard.channelMessage).toBe(ofType(2, 6));
        expect(heard.peerMessage).toBe(ofType(3, 7));
        expect(heard.serverMessage).toBe(ofType(1, 5));
        expect(heard.joined).toBeGreaterThan(0);
        expect(client.name).not.toBe("");
        expect(client.channels.size).toBe(heard.joined - heard.left);
      }
    });
  }
});
