import { describe, expect, test } from "bun:test";
import { NO_RATES } from "../support/stage.ts";
import { bytes, frame, say } from "../support/wire.ts";
import { host } from "./host.ts";

/** The end of a loop turn. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** So much that 8 MiB wait all the time: messages of each of those who flood, and their bytes. */
const FLOOD = 20;
const SIZE = 60_000;

/** A channel of 128, so many of whom send so much at once that no more than a part of it is ever written in a turn. */
async function flooded(flooders: number) {
  const stage = host({ limits: NO_RATES });
  const peers = Array.from({ length: 128 }, (_, i) => stage.member(`${i}`, "Room"));
  await turn();
  const [channel] = stage.context.registry.channels;
  const message = frame(say.toChannel(channel?.id ?? 0, "x".repeat(SIZE)));
  const much = bytes(...Array.from({ length: FLOOD }, () => message));
  stage.time.write = 0.03;
  for (const { tcp } of peers.slice(0, flooders)) tcp.session.receive(much);
  const [listener] = peers.slice(-1);
  /** How many of the flood's messages have come. */
  const came = () => (listener?.heard ?? []).filter(({ type }) => type === "BinaryChannelMessage").length;
  return { ...stage, came, total: flooders * FLOOD };
}

describe("while others have more written than 8 MiB, without end", () => {
  test.each([3, 10])("what a client requests is done all the same (%d of them)", async (flooders) => {
    const { connection, came, total } = await flooded(flooders);
    const { tcp, heard } = connection(1e9);
    const requests = [say.connect(), say.setName("New"), say.join("Other"), say.list()];
    for (const request of requests) {
      const [before, answers] = [came(), heard.length];
      tcp.session.receive(bytes(answers === 0 ? [0] : [], frame(request)));
      while (heard.length === answers) await turn();
      // One message of each of them, and what was begun before.
      expect(came() - before).toBeLessThanOrEqual(2 * flooders + 1);
    }
    expect(heard.at(-1)).toMatchObject({ type: "Response", request: "ChannelList", success: true });
    expect(came()).toBeLessThan(total);
  });
});
