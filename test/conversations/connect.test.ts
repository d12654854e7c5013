import { describe, expect } from "bun:test";
import { deny } from "../../src/index.ts";
import { failure, fromChannel, peerLeft, success } from "../support/answers.ts";
import { BY_TCP, scene } from "../support/scene.ts";
import { bytes, frame, type Said, say } from "../support/wire.ts";

describe("Connect", () => {
  scene(
    "success: the id and the welcome",
    { settings: { server: { welcome: "Hello, Zoë" } } },
    async (stage) => {
      const alice = await stage.open();
      expect(await alice.connects()).toBe("Hello, Zoë");
      const bob = await stage.open();
      await bob.connects();
      expect(bob.id).not.toBe(alice.id);
      await alice.nothingMore();
    },
  );

  scene("one trailing NUL in the version is tolerated", async (stage) => {
    const alice = await stage.open();
    alice.sends("00");
    alice.says(say.connect("revision 3\0"));
    expect(await alice.next()).toMatchObject({ request: "Connect", success: true });
  });

  scene("nothing answers the opening byte", async (stage) => {
    const alice = await stage.open();
    alice.sends("00");
    await alice.nothingMore();
  });

  scene("a conversation that arrives byte by byte is the same", async (stage) => {
    const { channel, people } = await stage.room("Room", "Bob");
    const alice = await stage.open();
    const requests = [say.connect(), say.setName("Alice"), say.join("Room"), say.toChannel(channel, "hi")];
    for (const byte of bytes([0], ...requests.map((request) => frame(request))))
      alice.sends(Uint8Array.of(byte));
    expect(await alice.next()).toMatchObject({ request: "Connect", success: true });
    await alice.hears(success("SetName", { name: "Alice" }));
    expect(await alice.next()).toMatchObject({ request: "JoinChannel", success: true, channel });
    await people[0].hears({ type: "Peer", channel, peer: alice.id, flags: 0, name: "Alice" });
    await people[0].hears(fromChannel(channel, alice.id, "hi"));
  });
});

describe("no valid Connect within limits.handshakeTimeout of the TCP accept", () => {
  const settings = { limits: { handshakeTimeout: "100ms" } };

  scene(
    'Connect failure "Connection timed out" if the zero byte came, then close',
    { settings },
    async (stage) => {
      const [greeting, busy, quick] = [await stage.open(), await stage.open(), await stage.open()];
      greeting.sends("00");
      busy.sends("00");
      busy.says(say.pong());
      busy.sends("00 0b 00 7265766973");
      await quick.connects();
      await stage.pass(300);
      for (const late of [greeting, busy]) {
        await late.hears(failure("Connect", "Connection timed out"));
        await late.closed();
      }
      await quick.nothingMore();
    },
  );

  scene("closed without a word if it did not", { settings, only: BY_TCP }, async (stage) => {
    const silent = await stage.open();
    await stage.pass(300);
    await silent.closed();
  });

  scene("it is 8 s", { only: "socketless" }, async (stage) => {
    const alice = await stage.open();
    alice.sends("00");
    await stage.pass(7900);
    await alice.nothingMore();
    await stage.pass(100);
    await alice.hears(failure("Connect", "Connection timed out"));
    await alice.closed();
  });
});

describe("first byte is not 0x00", () => {
  for (const opening of ["01", "ff", "01 00 0b 00 7265766973696f6e2033"]) {
    scene(`anything else: close at once, no answer: ${opening}`, { only: BY_TCP }, async (stage) => {
      const alice = await stage.open();
      alice.sends(opening);
      await alice.closed();
    });
  }
});

describe("Connect with another version", () => {
  for (const version of ["revision 2", "revision 33", "Revision 3", "revision 3 ", "revision 3\0\0", ""]) {
    scene(`Connect failure "Version mismatch", close: ${JSON.stringify(version)}`, async (stage) => {
      const alice = await stage.open();
      alice.sends("00");
      alice.says(say.connect(version));
      await alice.hears(failure("Connect", "Version mismatch"));
      await alice.closed();
    });
  }
});

describe("second Connect on an accepted connection", () => {
  scene('Connect failure "Already connected", close', async (stage) => {
    const alice = await stage.open();
    await alice.connects();
    alice.says(say.connect());
    await alice.hears(failure("Connect", "Already connected"));
    await alice.closed();
  });

  scene("whatever its version, and the others see it leave", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    alice.says(say.connect("revision 2"), say.toChannel(channel, "too late"));
    await alice.hears(failure("Connect", "Already connected"));
    await alice.closed();
    await bob.hears(peerLeft(channel, alice.id));
    await bob.nothingMore();
  });
});

describe("any other message before Connect was accepted (a Pong apart)", () => {
  const others: Record<string, Said> = {
    SetName: say.setName("Alice"),
    JoinChannel: say.join("Room"),
    LeaveChannel: say.leave(1),
    ChannelList: say.list(),
    BinaryServerMessage: say.toServer("hi"),
    BinaryChannelMessage: say.toChannel(1, "hi"),
    BinaryPeerMessage: say.toPeer(1, 1, "hi"),
    ObjectServerMessage: say.toServer("{}", { object: true }),
    ObjectChannelMessage: say.toChannel(1, "{}", { object: true }),
    ObjectPeerMessage: say.toPeer(1, 1, "{}", { object: true }),
    ChannelMaster: say.kick(1, 1),
    Implementation: say.implementation("mine"),
  };

  for (const [type, message] of Object.entries(others)) {
    scene(`close: ${type}`, async (stage) => {
      const alice = await stage.open();
      alice.sends("00");
      alice.says(message, say.connect());
      await alice.closed();
    });
  }

  scene("a Pong is passed over", async (stage) => {
    const alice = await stage.open();
    alice.sends("00");
    alice.says(say.pong(), say.connect());
    expect(await alice.next()).toMatchObject({ request: "Connect", success: true });
  });
});

describe("server full", () => {
  scene('Connect failure "Server full", close', { settings: { limits: { clients: 1 } } }, async (stage) => {
    const alice = await stage.enter("Alice");
    const bob = await stage.open();
    bob.sends("00");
    bob.says(say.connect());
    await bob.hears(failure("Connect", "Server full"));
    await bob.closed();
    await alice.nothingMore();
  });

  scene("until somebody leaves", { settings: { limits: { clients: 2 } } }, async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    alice.finishes();
    await bob.hears(peerLeft(channel, alice.id));
    await stage.enter("Carol");
    await bob.nothingMore();
  });
});

describe("refused by the accept hook", () => {
  const hooks = { acceptConnection: () => deny("Come back tomorrow") };

  scene("Connect failure with the hook's reason, close", { hooks }, async (stage) => {
    const alice = await stage.open();
    alice.sends("00");
    alice.says(say.connect());
    await alice.hears(failure("Connect", "Come back tomorrow"));
    await alice.closed();
  });

  scene(
    'default "Connection refused by server"',
    { hooks: { acceptConnection: () => false } },
    async (stage) => {
      const alice = await stage.open();
      alice.sends("00");
      alice.says(say.connect(), say.setName("Alice"));
      await alice.hears(failure("Connect", "Connection refused by server"));
      await alice.closed();
    },
  );
});

describe("ImplementationRequest", () => {
  scene("is not sent", async (stage) => {
    const alice = await stage.enter("Alice");
    alice.says(say.implementation("Bluewing Windows Unicode b103"));
    await alice.nothingMore();
  });

  scene(
    "is sent when server.askImplementation is on",
    { settings: { server: { askImplementation: true } } },
    async (stage) => {
      const alice = await stage.open();
      await alice.connects();
      await alice.hears({ type: "ImplementationRequest" });
      alice.says(say.implementation("Bluewing Windows Unicode b103"));
      await alice.nothingMore();
    },
  );
});
