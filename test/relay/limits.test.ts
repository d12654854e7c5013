import { describe, expect, test } from "bun:test";
import { reached } from "../../src/relay/limits.ts";
import { quietly, Scribe } from "./scribe.ts";

test("a limit is reached by as many as it says, and 0 never is", () => {
  expect([reached(0, 1), reached(1, 1), reached(2, 1)]).toEqual([false, true, true]);
  expect([reached(0, 0), reached(65_534, 0)]).toEqual([false, false]);
});

describe("limits.clients", () => {
  test("lets in so many and no more, and the next when one has left", () => {
    const scribe = new Scribe({ limits: { clients: 2 } });
    const ann = scribe.enter("Ann");
    scribe.enter("Bob");
    expect(scribe.connect()).toBe("Server full");
    scribe.registry.remove(ann);
    scribe.enter("Carol");
    expect(scribe.connect()).toBe("Server full");
  });

  test("counts those who are not accepted yet, and not those who never were", () => {
    const { registry } = new Scribe({ limits: { clients: 1 } });
    const link = {
      transport: "tcp",
      address: "",
      send() {},
      blast() {},
      ping() {},
      disconnect() {},
    } as const;
    const [first, second] = [registry.newClient(link), registry.newClient(link)];
    expect(registry.reserve(first)).toBeUndefined();
    expect(registry.reserve(second)?.reason).toBe("Server full");
    registry.remove(second);
    expect(registry.reserve(registry.newClient(link))?.reason).toBe("Server full");
    registry.remove(first);
    expect(registry.reserve(registry.newClient(link))).toBeUndefined();
  });

  test("0: as many as there are ids", () => {
    const { registry } = new Scribe({ limits: { clients: 0 } });
    for (let i = 1; i <= 65_534; i++) quietly(registry);
    expect(() => quietly(registry)).toThrow("Server full");
    expect(registry.clients.size).toBe(65_534);
  });
});

describe("limits.channelsPerClient", () => {
  test("so many and no more, and the next when one was left; a refusal changes nothing", () => {
    const scribe = new Scribe({ limits: { channelsPerClient: 2 } });
    const ann = scribe.enter("Ann");
    expect([ann.joinChannel("1"), ann.joinChannel("2")]).toEqual([undefined, undefined]);
    expect(ann.joinChannel("3")).toBe("Too many channels: a client may be in 2");
    expect(scribe.registry.channels.size).toBe(2);
    for (const channel of ann.channels.slice(0, 1)) ann.leaveChannel(channel);
    expect(ann.joinChannel("3")).toBeUndefined();
    expect(scribe.enter("Bob").joinChannel("3")).toBeUndefined();
  });

  test("0: no limit", () => {
    const ann = new Scribe({ limits: { channelsPerClient: 0 } }).enter("Ann");
    for (let i = 0; i < 100; i++) expect(ann.joinChannel(`${i}`)).toBeUndefined();
  });
});

describe("limits.peersPerChannel", () => {
  test("so many and no more, and the next when one has left", () => {
    const scribe = new Scribe({ limits: { peersPerChannel: 2 } });
    const [ann, bob, carol] = [scribe.enter("Ann"), scribe.enter("Bob"), scribe.enter("Carol")];
    expect([ann.joinChannel("Room"), bob.joinChannel("Room")]).toEqual([undefined, undefined]);
    expect(carol.joinChannel("room")).toBe("Channel is full: it holds 2 clients");
    expect(carol.joinChannel("Other")).toBeUndefined();
    scribe.registry.remove(ann);
    expect(carol.joinChannel("Room")).toBeUndefined();
  });

  test("0: no limit", () => {
    const scribe = new Scribe({ limits: { peersPerChannel: 0 } });
    for (let i = 0; i < 100; i++) expect(scribe.enter(`${i}`).joinChannel("Room")).toBeUndefined();
  });
});

describe("limits.channels", () => {
  test("so many and no more, and the next when one was closed; joining is not making", () => {
    const scribe = new Scribe({ limits: { channels: 2 } });
    const [ann, bob] = [scribe.enter("Ann"), scribe.enter("Bob")];
    expect([ann.joinChannel("1"), bob.joinChannel("2")]).toEqual([undefined, undefined]);
    expect(bob.joinChannel("3")).toBe("Too many channels: the server holds 2");
    expect(bob.joinChannel("1")).toBeUndefined();
    scribe.registry.channels.named("2")?.close();
    expect(bob.joinChannel("3")).toBeUndefined();
  });

  test("0: as many as there are ids, and then a denial", () => {
    const { registry } = new Scribe({ limits: { channels: 0, channelsPerClient: 0 } });
    const ann = quietly(registry);
    ann.setName("Ann");
    for (let i = 1; i <= 65_534; i++) ann.joinChannel(`${i}`);
    expect(registry.channels.size).toBe(65_534);
    expect(ann.joinChannel("one more")).toMatch(/^Too many channels/);
    expect([registry.channels.named("one more"), ann.channels.length]).toEqual([undefined, 65_534]);
    registry.channels.named("17")?.close();
    expect(ann.joinChannel("one more")).toBeUndefined();
    expect(registry.channels.named("one more")?.id).toBe(17);
  });
});
