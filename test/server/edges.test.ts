import { describe, expect, test } from "bun:test";
import { type Hooks, Relay } from "../../src/index.ts";
import { failure, success } from "../support/answers.ts";
import { NO_RATES } from "../support/stage.ts";
import { type Heard, say } from "../support/wire.ts";
import { Caller } from "./caller.ts";

const listen = (hooks: Hooks = {}) =>
  Relay.listen({ host: "127.0.0.1", port: 0, limits: NO_RATES, hooks, logger: () => {} });

type Member = Caller & { readonly id: number };

/** Those who join a room, the first of them as its master. */
async function room(relay: Relay, ...names: readonly string[]) {
  const people: Member[] = [];
  for (const name of names) people.push(await Caller.enter(relay.port, name));
  let channel = 0;
  for (const each of people) channel = await each.joins("Room");
  return { channel, people };
}

/** The numbers that somebody has heard as channel messages. */
const numbersOf = (heard: readonly Heard[]) =>
  heard.flatMap((each) => (each.type === "BinaryChannelMessage" ? [Number(each.data)] : []));

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Much more than the system takes for one who does not read. */
const texts = upTo(110).map((i) => `${i} `.padEnd(60_000, "x"));

describe("what a client was sent arrives first, though it reads late, when it", () => {
  test("is disconnected: then the reason, then the end", async () => {
    await using relay = await listen();
    const ann = await Caller.enter(relay.port, "Ann");
    ann.stopsReading();
    const client = relay.clients.named("Ann");
    for (const text of texts) client?.sendMessage(text);
    client?.disconnect("Enough");
    ann.readsOn();
    const heard = await ann.rest();
    expect(heard.slice(0, -1).map((each) => "data" in each && each.data)).toEqual(texts);
    expect(heard.at(-1)).toEqual(failure("Connect", "Enough"));
  });

  test("is denied: then the reason, then the end", async () => {
    await using relay = await listen();
    const ann = await Caller.enter(relay.port, "Ann");
    ann.stopsReading();
    for (const text of texts) relay.clients.named("Ann")?.sendMessage(text);
    ann.says(say.connect());
    while (relay.clients.size > 0) await Bun.sleep(1);
    ann.readsOn();
    const heard = await ann.rest();
    expect(heard.slice(0, -1).map((each) => "data" in each && each.data)).toEqual(texts);
    expect(heard.at(-1)).toEqual(failure("Connect", "Already connected"));
  });

  test("closes its own side of the connection: then the end", async () => {
    await using relay = await listen();
    const ann = await Caller.enter(relay.port, "Ann");
    ann.stopsReading();
    for (const text of texts) relay.clients.named("Ann")?.sendMessage(text);
    ann.finishes();
    while (relay.clients.size > 0) await Bun.sleep(1);
    ann.readsOn();
    const heard = await ann.rest();
    expect(heard.map((each) => "data" in each && each.data)).toEqual(texts);
  });

  test("is kicked: then that it has left, and nothing of the channel afterwards", async () => {
    await using relay = await listen();
    const { channel, people } = await room(relay, "Ann", "Bob");
    const [ann, bob] = people as [Member, Member];
    bob.stopsReading();
    ann.says(...texts.map((text) => say.toChannel(channel, text)));
    ann.says(say.kick(channel, bob.id), say.toChannel(channel, "at last"));
    bob.readsOn();
    for (const text of texts) expect(await bob.next()).toMatchObject({ data: text });
    expect(await bob.next()).toEqual(success("LeaveChannel", { channel }));
    bob.says(say.list());
    expect(await bob.next()).toMatchObject({ request: "ChannelList" });
  });
});

test("those who stay hear every message once and in order, however others leave meanwhile", async () => {
  await using relay = await listen();
  const { channel, people } = await room(relay, "Ann", ...upTo(14).map(String));
  const [ann, ...others] = people as [Member, ...Member[]];
  const staying = others.filter((_, i) => i % 2 === 0);
  const ways = [
    (one: Member) => one.says(say.leave(channel)),
    (one: Member) => one.hangsUp(),
    (one: Member) => void one.leaves(),
    (one: Member) => one.sends(Uint8Array.of(0xf0, 0)),
    (one: Member) => ann.says(say.kick(channel, one.id)),
    (one: Member) => relay.clients.get(one.id)?.disconnect("bye"),
    (one: Member) => one.stopsReading(),
  ];
  let said = 0;
  for (const [i, leaving] of others.filter((_, i) => i % 2 === 1).entries()) {
    ann.says(...upTo(100).map(() => say.toChannel(channel, `${said++}`)));
    ways[i]?.(leaving);
    await Bun.sleep(0);
    ann.says(...upTo(100).map(() => say.toChannel(channel, `${said++}`)));
  }
  for (const one of staying) {
    const numbers: number[] = [];
    while (numbers.length < said) numbers.push(...numbersOf([await one.next()]));
    expect(numbers).toEqual(upTo(said));
  }
  for (const one of others) one.hangsUp();
});

test("a stop under load delivers to everybody what was accepted until then, and says why it ends, in time", async () => {
  let accepted = 0;
  const relay = await listen({ channelMessageReceived: () => void accepted++ });
  const { channel, people } = await room(relay, "Ann", ...upTo(20).map(String));
  const [ann, ...others] = people as [Member, ...Member[]];
  const many = upTo(20_000).map((i) => say.toChannel(channel, `${i}`.padEnd(100)));
  ann.says(...many);
  while (accepted < 1000) await new Promise<void>((resolve) => setImmediate(resolve));
  const begun = performance.now();
  await relay.stop({ within: "4s" });
  expect(performance.now() - begun).toBeLessThan(4000);
  expect(accepted).toBeLessThan(many.length);
  for (const one of others) {
    const heard = await one.rest();
    expect(numbersOf(heard)).toEqual(upTo(accepted));
    expect(heard.slice(-2)).toEqual([
      success("LeaveChannel", { channel }),
      failure("Connect", "Server is shutting down"),
    ]);
  }
});
