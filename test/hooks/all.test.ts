import { describe, expect, spyOn, test } from "bun:test";
import { HOOK_NAMES as ALL, type HookName, type Hooks } from "../../src/hooks/hooks.ts";
import type { Message } from "../../src/index.ts";
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
  /** How often a message's body was looked for and decoded while a client said one of each kind. */
  async function costs(hooks: Hooks): Promise<{ bodies: number; decoded: number }> {
    await using stage = await SocketlessStage.set({ hooks });
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    const data = Object.getOwnPropertyDescriptor(Content.prototype, "data") as PropertyDescriptor;
    const decode = spyOn(TextDecoder.prototype, "decode");
    let bodies = 0;
    Object.defineProperty(Content.prototype, "data", {
      ...data,
      get(this: Content) {
        bodies++;
        return data.get?.call(this);
      },
    });
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
      Object.defineProperty(Content.prototype, "data", data);
      decode.mockRestore();
    }
  }

  test("costs nothing: no body is looked at", async () => {
    expect(await costs({})).toEqual({ bodies: 0, decoded: 0 });
  });

  test("costs nothing for the other kinds of message", async () => {
    expect(await costs({ messageReceived: () => {} })).toEqual({ bodies: 2, decoded: 0 });
    expect(await costs({ acceptChannelMessage: () => {} })).toEqual({ bodies: 2, decoded: 0 });
    expect(await costs({ privateMessageReceived: () => {} })).toEqual({ bodies: 2, decoded: 0 });
  });

  test("one that is given costs a decoding only where it asks for one, and no second one", async () => {
    const read = (message: Message) => void [message.text, message.text, message.value, message.object];
    expect(await costs({ messageReceived: (_client, message) => void message.variant })).toMatchObject({
      decoded: 0,
    });
    expect(await costs({ messageReceived: (_client, message) => read(message) })).toMatchObject({
      decoded: 2,
    });
    const both = { acceptChannelMessage: (...args: [unknown, unknown, Message]) => read(args[2]) };
    const after = { channelMessageReceived: (...args: [unknown, unknown, Message]) => read(args[2]) };
    expect(await costs({ ...both, ...after })).toEqual({ bodies: 2, decoded: 2 });
  });
});
