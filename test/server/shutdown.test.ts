import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { type ListenOptions, Relay } from "../../src/index.ts";
import { failure } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { Caller } from "./caller.ts";

const HOST = "127.0.0.1";
const FAREWELL = failure("Connect", "Server is shutting down");
const listen = (options: ListenOptions = {}) =>
  Relay.listen({ host: HOST, port: 0, logger: () => {}, ...options });

describe("a server that stops", () => {
  test("tells everybody, after what is queued, and only then ends the connection", async () => {
    const relay = await listen();
    const [ann, bob] = [await Caller.enter(relay.port, "Ann"), await Caller.enter(relay.port, "Bob")];
    const text = "x".repeat(300_000);
    relay.broadcast(text);
    relay.broadcast("last words");
    const stopped = relay.stop();
    for (const each of [ann, bob]) {
      const heard = await each.rest();
      expect(heard).toMatchObject([{ data: text }, { data: "last words" }, FAREWELL]);
    }
    await stopped;
  });

  test("tells those who are in a channel of each other too, and the hooks of everybody", async () => {
    const told: string[] = [];
    const relay = await listen({
      hooks: {
        connectionLost: ({ name }, reason) => void told.push(`${name} ${reason}`),
        channelRemoved: ({ name }) => void told.push(name),
      },
    });
    const people = [await Caller.enter(relay.port, "Ann"), await Caller.enter(relay.port, "Bob")];
    for (const each of people) await each.joins("Room");
    await relay.stop();
    for (const each of people) expect((await each.rest()).at(-1)).toEqual(FAREWELL);
    expect(told.sort()).toEqual(["Ann Server is shutting down", "Bob Server is shutting down", "Room"]);
    expect([relay.clients.size, relay.channels.size]).toEqual([0, 0]);
  });

  test("tells one whose connection is not accepted yet, but not one that has said nothing", async () => {
    const asked = Promise.withResolvers<void>();
    const verdict = Promise.withResolvers<void>();
    const relay = await listen({
      hooks: {
        acceptConnection() {
          asked.resolve();
          return verdict.promise;
        },
      },
    });
    const [silent, waiting] = [await Caller.call(relay.port), await Caller.call(relay.port)];
    waiting.sends(Uint8Array.of(0));
    waiting.says(say.connect());
    await asked.promise;
    await relay.stop();
    verdict.resolve();
    expect(await waiting.rest()).toEqual([FAREWELL]);
    expect(await silent.rest()).toEqual([]);
  });

  test("lets nobody in any more", async () => {
    const relay = await listen();
    const { port } = relay;
    const ann = await Caller.enter(port, "Ann");
    ann.stopsReading();
    const stopped = relay.stop({ within: "5s" });
    expect(Caller.call(port)).rejects.toThrow();
    ann.readsOn();
    await stopped;
  });

  test("waits for those who read slowly, and cuts off who does not go within the time", async () => {
    const relay = await listen({ limits: { outboxHard: "64MiB" } });
    const [slow, stuck] = [await Caller.enter(relay.port, "Slow"), await Caller.enter(relay.port, "Stuck")];
    for (const each of [slow, stuck]) each.stopsReading();
    const text = "x".repeat(60_000);
    for (let i = 0; i < 30; i++) relay.broadcast(text);
    // More than the system takes for one who does not read.
    for (let i = 0; i < 300; i++) relay.clients.named("Stuck")?.sendMessage(text);
    const begun = performance.now();
    const stopped = relay.stop({ within: "300ms" });
    slow.readsOn();
    const heard = await slow.rest();
    expect(heard).toHaveLength(31);
    expect(heard.at(-1)).toEqual(FAREWELL);
    await stopped;
    const took = performance.now() - begun;
    expect(took).toBeGreaterThan(290);
    expect(took).toBeLessThan(1500);
    stuck.readsOn();
    expect((await stuck.rest()).at(-1)).not.toEqual(FAREWELL);
  });

  test("within 0 cuts off at once", async () => {
    const relay = await listen();
    const ann = await Caller.enter(relay.port, "Ann");
    ann.stopsReading();
    await relay.stop({ within: 0 });
    ann.readsOn();
    await ann.closed;
  });

  test("within no duration is a RangeError, and it goes on", async () => {
    await using relay = await listen();
    expect(() => relay.stop({ within: "soon" })).toThrow(RangeError);
    await Caller.enter(relay.port, "Ann");
  });

  test("stops once: a second stop is the same promise", async () => {
    const relay = await listen();
    const first = relay.stop();
    expect(relay.stop()).toBe(first);
    expect(relay.stop({ within: 0 })).toBe(first);
    await first;
    expect(relay.stop()).toBe(first);
  });

  test("can be stopped by a hook", async () => {
    const stopped = Promise.withResolvers<Promise<void>>();
    const relay: Relay = await listen({ hooks: { messageReceived: () => stopped.resolve(relay.stop()) } });
    const ann = await Caller.enter(relay.port, "Ann");
    ann.says(say.toServer("stop"), say.toServer("stop"));
    expect(await ann.rest()).toEqual([FAREWELL]);
    await stopped.promise;
  });

  test("leaves its port free, for TCP and UDP", async () => {
    const relay = await listen();
    const { port } = relay;
    const ann = await Caller.enter(port, "Ann");
    await relay.stop();
    await ann.closed;
    const next = await listen({ port });
    expect(next.port).toBe(port);
    await Caller.enter(port, "Bob");
    await next.stop();
  });

  test("leaves nothing behind that keeps the program from ending", async () => {
    const listening = `{ host: "${HOST}", port: 0, shutdown: { within: "1h" } }`;
    const text = `import { Relay } from "./src/index.ts"; await (await Relay.listen(${listening})).stop();`;
    const program = Bun.spawn([process.execPath, "-e", text], {
      cwd: join(import.meta.dir, "..", ".."),
      timeout: 4000,
    });
    expect(await program.exited).toBe(0);
  });

  test("`await using` stops it", async () => {
    let ann: Caller | undefined;
    let port = 0;
    {
      await using relay = await listen();
      ({ port } = relay);
      ann = await Caller.enter(port, "Ann");
    }
    expect(await ann.rest()).toEqual([FAREWELL]);
    expect(Caller.call(port)).rejects.toThrow();
  });
});
