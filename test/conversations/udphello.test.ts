import { describe, expect } from "bun:test";
import { fromChannel, peerLeft } from "../support/answers.ts";
import { BY_TCP, scene } from "../support/scene.ts";
import { bytes, datagram, hex, type Said, say } from "../support/wire.ts";

const WELCOME = { type: "UDPWelcome" } as const;

/** Other addresses of this machine's loopback interface are only there on Linux. */
const neighbourhood = { only: process.platform === "linux" ? BY_TCP : "socketless" } as const;
const byTcp = { only: BY_TCP };

describe("UDPHello", () => {
  scene("binds the client's port and is answered by UDPWelcome, one byte", byTcp, async (stage) => {
    const alice = await stage.open();
    await alice.connects();
    alice.blasts(say.hello());
    await alice.hearsBlast(WELCOME);
    await alice.nothingMore();
  });

  scene("may come the moment the Connect response is there, and each is answered", byTcp, async (stage) => {
    const alice = await stage.open();
    await alice.connects();
    for (let times = 0; times < 3; times++) alice.blasts(say.hello());
    await alice.hearsBlast(WELCOME, WELCOME, WELCOME);
    await alice.nothingMore();
  });

  scene(
    "IPv4-mapped IPv6 addresses compare as IPv4",
    { settings: { server: { host: "::" } }, only: "sockets" },
    async (stage) => {
      const { channel, people } = await stage.boundRoom("Room", "Alice", "Bob");
      const [alice, bob] = people;
      alice.blasts(say.toChannel(channel, "hi"));
      await bob.hearsBlast(fromChannel(channel, alice.id, "hi"));
    },
  );

  scene("with something behind it is one too", byTcp, async (stage) => {
    const alice = await stage.enter("Alice");
    alice.place.sends(bytes(datagram(say.hello(), alice.id), "padding"));
    await alice.hearsBlast(WELCOME);
  });
});

describe("what is never answered", () => {
  scene("unknown ids, 0xFFFF, short datagrams", byTcp, async (stage) => {
    const alice = await stage.enter("Alice");
    const stranger = await stage.place();
    for (const id of [0, alice.id + 1, 0xfffe, 0xffff]) stranger.sends(datagram(say.hello(), id));
    for (const short of ["70", "7000", "10", "a0ff"]) stranger.sends(hex(short));
    stranger.sends(bytes());
    await stranger.nothingMore();
    await alice.nothingMore();
    expect(stage.counters.strayDatagrams).toBe(9);
  });

  scene("wrong addresses", neighbourhood, async (stage) => {
    const alice = await stage.enter("Alice");
    const elsewhere = await stage.place("127.0.0.2");
    elsewhere.sends(datagram(say.hello(), alice.id));
    await elsewhere.nothingMore();
    await alice.getsWelcomed();
    elsewhere.sends(datagram(say.hello(), alice.id));
    await elsewhere.nothingMore();
    expect(stage.counters.strayDatagrams).toBe(2);
  });

  scene("the id of a client that has left", byTcp, async (stage) => {
    const { channel, people } = await stage.boundRoom("Room", "Alice", "Bob");
    const [alice, bob] = people;
    bob.finishes();
    await alice.hears(peerLeft(channel, bob.id));
    bob.blasts(say.hello());
    bob.blasts(say.toChannel(channel, "boo"));
    await bob.place.nothingMore();
    await alice.nothingMore();
  });
});

describe("by UDP ignored and counted: Requests, ChannelMaster, Implementation, unknown types, malformed messages", () => {
  const ignored: Record<string, (channel: number, peer: number) => Said> = {
    Connect: () => say.connect(),
    SetName: () => say.setName("Eve"),
    JoinChannel: () => say.join("Other"),
    LeaveChannel: (channel) => say.leave(channel),
    ChannelList: () => say.list(),
    "request 5": () => ({ head: 0x00, payload: bytes([5]) }),
    ChannelMaster: (channel, peer) => say.kick(channel, peer),
    Implementation: () => say.implementation("mine"),
    "type 11": () => ({ head: 0xb0, payload: bytes() }),
    "type 15": () => ({ head: 0xff, payload: bytes([1, 2, 3, 4, 5]) }),
    "BinaryServerMessage without a subchannel": () => ({ head: 0x10, payload: bytes() }),
    "BinaryChannelMessage without a channel": () => ({ head: 0x20, payload: bytes([0, 1]) }),
    "BinaryPeerMessage without a peer": () => ({ head: 0x30, payload: bytes([0, 1, 0, 2]) }),
  };
  for (const [title, message] of Object.entries(ignored)) {
    scene(title, byTcp, async (stage) => {
      const { channel, people } = await stage.boundRoom("Room", "Alice", "Bob");
      const [alice, bob] = people;
      alice.blasts(message(channel, bob.id));
      for (const everybody of people) await everybody.nothingMore();
      expect(stage.counters.ignoredDatagrams).toBe(1);
    });
  }

  scene("a Pong is a sign of life, and no more", byTcp, async (stage) => {
    const { people } = await stage.boundRoom("Room", "Alice", "Bob");
    people[0].blasts(say.pong());
    for (const everybody of people) await everybody.nothingMore();
    expect(stage.counters.ignoredDatagrams).toBe(0);
  });
});

describe("other messages are taken from the bound port only", () => {
  scene("not from a port that has not said hello", byTcp, async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    await bob.getsWelcomed();
    alice.blasts(say.toChannel(channel, "hi"));
    for (const everybody of people) await everybody.nothingMore();
    expect(stage.counters.strayDatagrams).toBe(1);
  });

  scene("not from another port of the same address", byTcp, async (stage) => {
    const { channel, people } = await stage.boundRoom("Room", "Alice", "Bob");
    const [alice, bob] = people;
    const elsewhere = await stage.place();
    elsewhere.sends(datagram(say.toChannel(channel, "forged"), alice.id));
    bob.place.sends(datagram(say.toChannel(channel, "forged too"), alice.id));
    for (const everybody of people) await everybody.nothingMore();
    expect(stage.counters.strayDatagrams).toBe(2);
  });

  scene("not from another address", neighbourhood, async (stage) => {
    const { channel, people } = await stage.boundRoom("Room", "Alice", "Bob");
    const [alice, bob] = people;
    const elsewhere = await stage.place("127.0.0.2");
    elsewhere.sends(datagram(say.toChannel(channel, "forged"), alice.id));
    await bob.nothingMore();
  });
});

describe("a new UDPHello from another port of the same address", () => {
  const settings = { udp: { rebindAfter: "150ms" } };

  scene("does not rebind while the bound port is alive", { settings, only: BY_TCP }, async (stage) => {
    const { channel, people } = await stage.boundRoom("Room", "Alice", "Bob");
    const [alice, bob] = people;
    const neighbour = await stage.place();
    neighbour.sends(datagram(say.hello(), alice.id));
    await neighbour.nothingMore();
    bob.blasts(say.toChannel(channel, "hi"));
    await alice.hearsBlast(fromChannel(channel, bob.id, "hi"));
    await neighbour.nothingMore();
  });

  scene("rebinds when it has been silent for udp.rebindAfter", { settings, only: BY_TCP }, async (stage) => {
    const { channel, people } = await stage.boundRoom("Room", "Alice", "Bob");
    const [alice, bob] = people;
    const moved = await stage.place();
    await stage.pass(200);
    moved.sends(datagram(say.hello(), alice.id));
    await moved.hears(WELCOME);
    bob.blasts(say.toChannel(channel, "hi"));
    await moved.hears(fromChannel(channel, bob.id, "hi"));
    alice.blasts(say.toChannel(channel, "from the old port"));
    moved.sends(datagram(say.toChannel(channel, "from the new one"), alice.id));
    await bob.hearsBlast(fromChannel(channel, alice.id, "from the new one"));
    for (const everybody of people) await everybody.nothingMore();
  });

  scene("udp.rebindAfter is 2 s, and any message keeps a binding", { only: "socketless" }, async (stage) => {
    const { channel, people } = await stage.boundRoom("Room", "Alice", "Bob");
    const [alice, bob] = people;
    const moved = await stage.place();
    await stage.pass(1500);
    alice.blasts(say.toChannel(channel, "here"));
    await bob.hearsBlast(fromChannel(channel, alice.id, "here"));
    await stage.pass(1500);
    moved.sends(datagram(say.hello(), alice.id));
    await moved.nothingMore();
    await stage.pass(600);
    moved.sends(datagram(say.hello(), alice.id));
    await moved.hears(WELCOME);
  });
});
