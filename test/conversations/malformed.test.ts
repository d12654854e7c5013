import { describe } from "bun:test";
import { malformedFromClients } from "../protocol/malformed.ts";
import { fromChannel, peerLeft, success } from "../support/answers.ts";
import { BY_TCP, scene } from "../support/scene.ts";
import { bytes, frame, hex, say } from "../support/wire.ts";

describe("malformed frame (too short for its type, unknown request, unknown type 11-15, UDPHello by TCP)", () => {
  const malformed = [...malformedFromClients, { title: "UDPHello by TCP", frame: "70 00" }];
  for (const { title, frame: broken } of malformed) {
    scene(`the connection is closed; other clients are not affected: ${title}`, async (stage) => {
      const { channel, people } = await stage.room("Room", "Alice", "Bob", "Carol");
      const [alice, bob, carol] = people;
      alice.sends(bytes(hex(broken), frame(say.toChannel(channel, "too late"))));
      await alice.closed();
      for (const other of [bob, carol]) await other.hears(peerLeft(channel, alice.id));
      bob.says(say.toChannel(channel, "still here"));
      await carol.hears(fromChannel(channel, bob.id, "still here"));
      for (const other of [bob, carol]) await other.nothingMore();
    });
  }

  scene("what came before it is done and answered", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    alice.sends(bytes(frame(say.toChannel(channel, "before")), frame(say.setName("Alice")), hex("ff 00")));
    await alice.hears(success("SetName", { name: "Alice" }));
    await alice.closed();
    await bob.hears(fromChannel(channel, alice.id, "before"), peerLeft(channel, alice.id));
  });
});

describe("a frame larger than limits.maxMessageSize", () => {
  const settings = { limits: { maxMessageSize: 1000 } };

  scene("ends the connection as soon as its header is there", { settings, only: BY_TCP }, async (stage) => {
    for (const header of ["20 fe e903", "20 ff e9030000", "20 ff ffffffff"]) {
      const { channel, people } = await stage.room(`Room ${header}`, "Alice", "Bob");
      const [alice, bob] = people;
      alice.sends(header);
      await alice.closed();
      await bob.hears(peerLeft(channel, alice.id));
    }
  });

  scene("one of just that size is taken", { settings }, async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    const data = "x".repeat(1000 - 3);
    alice.says(say.toChannel(channel, data));
    await bob.hears(fromChannel(channel, alice.id, data));
  });
});
