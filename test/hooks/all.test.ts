import { describe, expect, spyOn, test } from "bun:test";
import { HOOK_NAMES as ALL, type HookName, type Hooks } from "../../src/hooks/hooks.ts";
import { Message } from "../../src/hooks/message.ts";
import { Content } from "../../src/protocol/content.ts";
import { fromChannel, fromPeer, peer, peerLeft, success } from "../support/answers.ts";
import { SocketlessStage } from "../support/socketless.ts";
import type { Stage } from "../support/stage.ts";
import { say } from "../support/wire.ts";
import { hooked } from "./hooked.ts";

/** Those that clients bring about. */
const HOOK_NAMES = ALL.filter((name) => name !== "dispose");

/** All there is to a server, once. */
async function everythingHappens(stage: Stage): Promise<void> {
  const ann = await stage.enter("Ann");
  await ann.takesName("Anna");
  const channel = await ann.joins("Room");
  const bob = await stage.enter("Bob");
  await bob.joins("Room");
  await ann.hears(peer(channel, bob.id, "Bob"));
  ann.says(say.toServer("ping me"));
  await ann.hears({ type: "Ping" });
  ann.says(say.pong(), say.list(), say.toChannel(channel, "hi"), say.toPeer(channel, bob.id, "psst"));
  await ann.hears(success("ChannelList", { channels: [{ peers: 2, name: "Room" }] }));
  await bob.hears(fromChannel(channel, ann.id, "hi"), fromPeer(channel, ann.id, "psst"));
  ann.says(say.kick(channel, bob.id), say.leave(channel));
  await bob.hears(success("LeaveChannel", { channel }));
  await ann.hears(peerLeft(channel, bob.id), success("LeaveChannel", { channel }));
  ann.finishes();
  await ann.closed();
  await bob.catchUp();
}

const CALLS = [
  ["Ann", "connectionMade", "acceptConnection", "connectionAccepted", "acceptLogin", "loginAccepted"],
  ["Anna", "acceptNameChange", "nameChanged", "acceptChannelJoin", "channelAdded", "channelJoined"],
  ["Bob", "connectionMade", "acceptConnection", "connectionAccepted", "acceptLogin", "loginAccepted"],
  ["Bob in Room", "acceptChannelJoin", "channelJoined"],
  ["Anna speaks", "messageReceived", "pongReceived", "acceptChannelListRequest", "channelListSent"],
  ["to all", "acceptChannelMessage", "channelMessageReceived"],
  ["to Bob", "acceptPrivateMessage", "privateMessageReceived"],
  ["Bob is kicked", "acceptMasterAction", "channelLeft", "masterActionExecuted"],
  ["Anna leaves", "acceptChannelLeave", "channelLeft", "channelRemoved", "connectionLost"],
] as const;

describe("in a conversation in which everything happens", () => {
  hooked("every hook is called, in the order in which it happens", async (stage, hooks) => {
    const called: HookName[] = [];
    for (const name of HOOK_NAMES) Object.assign(hooks, { [name]: () => void called.push(name) });
    hooks.messageReceived = (client) => {
      called.push("messageReceived");
      client.ping();
    };
    await everythingHappens(stage);
    expect(called).toEqual(CALLS.flatMap(([, ...names]) => names as HookName[]));
    expect(HOOK_NAMES.filter((name) => !called.includes(name))).toEqual([]);
  });

  for (const absent of HOOK_NAMES) {
    if (absent === "messageReceived") continue;
    hooked(`nothing misses ${absent}`, { only: "socketless" }, async (stage, hooks) => {
      const called: HookName[] = [];
      for (const name of HOOK_NAMES)
        if (name !== absent) Object.assign(hooks, { [name]: () => void called.push(name) });
      hooks.messageReceived = (client) => {
        called.push("messageReceived");
        client.ping();
      };
      await everythingHappens(stage);
      expect(called).toEqual(
        CALLS.flatMap(([, ...names]) => names as HookName[]).filter((name) => name !== absent),
      );
    });
  }
});

describe("a hook that is not given", () => {
  /** Counts how often a property is read, until what is returned is called. */
  function counted(prototype: object, name: string, read: () => void): () => void {
    const property = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
    const get = function (this: unknown) {
      read();
      return property.get?.call(this);
    };
    Object.defineProperty(prototype, name, { ...property, get });
    return () => Object.defineProperty(prototype, name, property);
  }

  /** How often a message's body was looked at and decoded while a client said one of each kind. */
  async function costs(hooks: Hooks): Promise<{ bodies: number; decoded: number }> {
    await using stage = await SocketlessStage.set({ hooks });
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    const decode = spyOn(TextDecoder.prototype, "decode");
    let bodies = 0;
    const end = [
      counted(Content.prototype, "data", () => bodies++),
      counted(Message.prototype, "bytes", () => bodies++),
    ];
    try {
      for (const object of [false, true]) {
        ann.says(say.toServer("[1]", { object }), say.toChannel(channel, "[2]", { object }));
        ann.says(say.toPeer(channel, bob.id, "[3]", { object }));
        await bob.hears(
          fromChannel(channel, ann.id, "[2]", { object }),
          fromPeer(channel, ann.id, "[3]", { object }),
        );
      }
      return { bodies, decoded: decode.mock.calls.length };
    } finally {
      for (const each of end) each();
      decode.mockRestore();
    }
  }

  const read = (message: Message) => void [message.text, message.text, message.value, message.object];

  test("costs nothing: no body is looked at", async () => {
    expect(await costs({})).toEqual({ bodies: 0, decoded: 0 });
  });

  test("costs nothing for the other kinds of message", async () => {
    const received: Hooks = { messageReceived: (_client, message) => read(message) };
    const asked: Hooks = { acceptChannelMessage: (_client, _channel, message) => read(message) };
    const told: Hooks = {
      privateMessageReceived: (_client, _channel, _recipient, message) => read(message),
    };
    for (const hooks of [received, asked, told])
      expect(await costs(hooks)).toEqual({ bodies: 2, decoded: 2 });
  });

  test("one that is given and does not look at the body has nobody look at it", async () => {
    for (const name of HOOK_NAMES)
      expect(await costs({ [name]: () => {} })).toEqual({ bodies: 0, decoded: 0 });
  });

  test("one that is given costs a decoding only where it asks for one, and no second one", async () => {
    const both: Hooks = {
      acceptChannelMessage: (_client, _channel, message) => read(message),
      channelMessageReceived: (_client, _channel, message) => read(message),
    };
    expect(await costs(both)).toEqual({ bodies: 2, decoded: 2 });
  });
});
