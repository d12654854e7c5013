import { describe, expect, test } from "bun:test";
import { peerLeft } from "../support/answers.ts";
import { frame, say } from "../support/wire.ts";
import { host } from "./host.ts";

/** The end of a loop turn. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A room in a turn that has had its time, and what its hooks are told. */
async function room(...names: readonly string[]) {
  const told: string[] = [];
  const stage = host(
    {},
    {
      connectionLost: ({ name }, reason) => void told.push(`lost ${name}: ${reason}`),
      channelLeft: ({ name }) => void told.push(`left ${name}`),
      channelRemoved: ({ name }) => void told.push(`removed ${name}`),
    },
  );
  const people = names.map((name) => stage.member(name, "Room"));
  await turn();
  for (const { heard } of people) heard.length = 0;
  stage.flusher.begin(stage.time.now);
  stage.time.now += 5;
  const channel = stage.context.registry.channels.named("Room");
  return { ...stage, people, told, channel };
}

describe("many connections that are lost at once", () => {
  test("are left to the next turns where that is too much for one, and everybody hears of each, in order", async () => {
    const { people, told, channel } = await room("Ann", "Bob", "Cat", "Dan");
    const [ann, bob, cat, dan] = people;
    ann?.tcp.closed("the client left");
    bob?.tcp.closed("the connection broke");
    expect([told, channel?.members.length]).toEqual([[], 4]);
    cat?.tcp.session.receive(frame(say.toChannel(channel?.id ?? 0, "who is there?")));
    await turn();
    expect(cat?.heard).toEqual([peerLeft(1, 1), peerLeft(1, 2)]);
    expect(dan?.heard).toMatchObject([{ data: "who is there?" }, peerLeft(1, 1), peerLeft(1, 2)]);
    expect([ann?.heard, bob?.heard]).toEqual([[], []]);
    expect(told).toEqual([
      "left Ann",
      "lost Ann: the client left",
      "left Bob",
      "lost Bob: the connection broke",
    ]);
    expect(channel?.members.length).toBe(2);
  });

  test("leave once, whatever else ends them meanwhile", async () => {
    const { people, told } = await room("Ann", "Bob");
    const [ann, bob] = people;
    ann?.tcp.closed("the client left");
    ann?.tcp.session.client.disconnect("Go away");
    ann?.tcp.session.close("again");
    ann?.tcp.session.receive(frame(say.toServer("hi")));
    await turn();
    await turn();
    expect(told).toEqual(["left Ann", "lost Ann: the client left"]);
    expect(bob?.heard).toEqual([peerLeft(1, 1)]);
  });

  test("are closed some in each turn, not all at once, where their clients have closed their side", async () => {
    const stage = host();
    const all = Array.from({ length: 200 }, () => stage.connection(0));
    stage.flusher.begin(stage.time.now);
    stage.time.now += 5;
    stage.time.close = 0.125;
    for (const { tcp } of all) tcp.left();
    for (const { tcp } of all) tcp.drain(); // so Bun says of a socket that is writable still
    const closed = () => all.filter(({ done }) => done.includes("close")).length;
    const counts: number[] = [];
    for (let turns = 0; turns < 30; turns++) {
      counts.push(closed());
      await turn();
    }
    expect([counts[0], closed()]).toEqual([0, all.length]);
    const most = Math.max(...counts.map((count, i) => count - (counts[i - 1] ?? 0)));
    expect(most).toBeLessThanOrEqual(8);
  });

  test("have all left when the server has stopped", async () => {
    const { people, told, flusher } = await room("Ann", "Bob");
    for (const { tcp } of people) tcp.closed("the client left");
    expect(told).toEqual([]);
    flusher.stop();
    expect(told).toEqual([
      ...["left Ann", "lost Ann: the client left"],
      ...["left Bob", "removed Room", "lost Bob: the client left"],
    ]);
  });
});

test("one that is lost in a turn with time left leaves at once, and so does whom the owner disconnects", async () => {
  const { people, told, time } = await room("Ann", "Bob", "Cat");
  people[0]?.tcp.session.client.disconnect();
  expect(told.splice(0)).toEqual(["left Ann", "lost Ann: disconnected by the server"]);
  time.now -= 5;
  people[1]?.tcp.closed("the client left");
  expect(told).toEqual(["left Bob", "lost Bob: the client left"]);
});
