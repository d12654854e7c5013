import { describe, expect, test } from "bun:test";
import { type Client, HooksError, type HooksFactory, type ListenOptions, Relay } from "../../src/index.ts";
import { failure, fromServer, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { Caller } from "./caller.ts";

const listen = (options: ListenOptions = {}) =>
  Relay.listen({ host: "127.0.0.1", port: 0, logger: () => {}, ...options });

describe("hooks that are made by a function of the relay", () => {
  test("are made before anybody can connect, and can use the relay when somebody does", async () => {
    const port = Promise.withResolvers<number>();
    const hooks: HooksFactory = async (relay) => {
      await Bun.sleep(20);
      port.resolve(relay.port);
      return {
        messageReceived: (client, { text }) =>
          void relay.clients.named(text)?.sendMessage(`from ${client.name}`),
      };
    };
    await using relay = await listen({ hooks });
    expect([await port.promise, relay.port]).toEqual([0, expect.any(Number)]);
    const [ann, bob] = [await Caller.enter(relay.port, "Ann"), await Caller.enter(relay.port, "Bob")];
    ann.says(say.toServer("Bob"));
    expect(await bob.next()).toEqual(fromServer("from Ann"));
  });

  test("where it fails, no server is left, and the port is free", async () => {
    const taken = await listen();
    const { port } = taken;
    await taken.stop();
    const failing = listen({ port, hooks: () => Promise.reject(new Error("no database")) });
    await expect(failing).rejects.toThrow("no database");
    await (await listen({ port })).stop();
  });

  test("where it makes none, or takes too long, it says so", async () => {
    await expect(listen({ hooks: () => 5 as never })).rejects.toThrow(
      new HooksError("given 5, allowed is an object of hooks"),
    );
    const hangs = listen({ hooks: () => new Promise(() => {}), limits: { hookTimeout: "50ms" } });
    await expect(hangs).rejects.toThrow("they were not made within 0.05 s");
  });

  test("what comes too late is let go of", async () => {
    const late = Promise.withResolvers<object>();
    const disposed = Promise.withResolvers<void>();
    const hangs = listen({ hooks: () => late.promise, limits: { hookTimeout: "20ms" } });
    await expect(hangs).rejects.toThrow(HooksError);
    late.resolve({ dispose: disposed.resolve });
    await disposed.promise;
  });
});

describe("hooks that take the place of others", () => {
  test("take it between two messages: none is lost, and none is seen by both", async () => {
    await using relay = await listen({ limits: { messageRate: 0 } });
    const seen: [generation: number, message: string][] = [];
    const hooks = (generation: number) => ({
      messageReceived: (client: Client, { text }: { text: string }) => {
        seen.push([generation, text]);
        client.data.last = text;
      },
    });
    await relay.replaceHooks(hooks(0));
    const ann = await Caller.enter(relay.port, "Ann");
    const count = 5000;
    for (let i = 0; i < count; i++) {
      ann.says(say.toServer(String(i)));
      if (i % 50 === 49) await relay.replaceHooks(hooks(i));
      if (i % 20 === 19) await Bun.sleep(0);
    }
    ann.says(say.leave(1));
    await ann.next();
    expect(seen.map(([, text]) => text)).toEqual(Array.from({ length: count }, (_, i) => String(i)));
    const generations = seen.map(([generation]) => generation);
    expect(generations).toEqual([...generations].sort((a, b) => a - b));
    expect(new Set(generations).size).toBeGreaterThan(2);
    expect(relay.clients.named("Ann")?.data.last).toBe(String(count - 1));
  });

  test("a verdict that those before have promised still counts", async () => {
    await using relay = await listen();
    const asked = Promise.withResolvers<void>();
    const verdict = Promise.withResolvers<boolean>();
    await relay.replaceHooks({
      acceptChannelJoin: () => {
        asked.resolve();
        return verdict.promise;
      },
    });
    const ann = await Caller.enter(relay.port, "Ann");
    ann.says(say.join("Room"));
    await asked.promise;
    await relay.replaceHooks({});
    verdict.resolve(false);
    expect(await ann.next()).toEqual(failure("JoinChannel", "Join refused by server", { name: "Room" }));
  });

  test("those before are disposed of, once, and their timers end", async () => {
    await using relay = await listen();
    const did: string[] = [];
    const beat = Promise.withResolvers<void>();
    await relay.replaceHooks((inside) => {
      inside.every("1ms", () => {
        did.push("old");
        beat.resolve();
      });
      return { dispose: () => void did.push("disposed") };
    });
    await beat.promise;
    await relay.replaceHooks({});
    expect(did.at(-1)).toBe("disposed");
    const sofar = did.length;
    await Bun.sleep(20);
    expect([did.length, did.filter((word) => word === "disposed").length]).toEqual([sofar, 1]);
  });

  test("do not wait for ever for those before to let go, and those that are none let go too", async () => {
    const lines: string[] = [];
    const logger = (_level: string, line: string) => void lines.push(line);
    await using relay = await listen({ logger, limits: { hookTimeout: "30ms" } });
    await relay.replaceHooks({ dispose: () => new Promise(() => {}) });
    await relay.replaceHooks({});
    expect(lines).toEqual([expect.stringContaining("dispose failed: Error: it is not done after 0.03 s")]);
    const disposed = Promise.withResolvers<void>();
    const none = { acceptLogn: () => {}, dispose: disposed.resolve } as object;
    await expect(relay.replaceHooks(none)).rejects.toThrow("unknown hook");
    await disposed.promise;
  });

  test("that cannot be made leave those before in place, and end what they set up", async () => {
    await using relay = await listen();
    const did: string[] = [];
    await relay.replaceHooks({ acceptLogin: () => false, dispose: () => void did.push("disposed") });
    const failing = relay.replaceHooks((inside) => {
      inside.after("1ms", () => void did.push("timer"));
      throw new Error("no database");
    });
    await expect(failing).rejects.toThrow("no database");
    await expect(relay.replaceHooks({ acceptLogn: () => {} } as object)).rejects.toThrow(
      new HooksError('unknown hook "acceptLogn": did you mean "acceptLogin"?', "acceptLogn"),
    );
    const ann = await Caller.enter(relay.port, "Ann");
    ann.says(say.setName("Anna"));
    expect(await ann.next()).toEqual(failure("SetName", "Name refused by server", { name: "Anna" }));
    await Bun.sleep(10);
    expect(did).toEqual([]);
  });
});

describe("a relay that stops", () => {
  test("ends all timers at once, and disposes of the hooks when everybody is gone", async () => {
    const did: string[] = [];
    const relay = await listen({
      hooks: (inside) => {
        inside.every("1ms", () => void did.push("timer"));
        return {
          connectionLost: (client) => void did.push(`${client.name} is gone`),
          dispose: async () => {
            await Bun.sleep(5);
            did.push("disposed");
          },
        };
      },
    });
    relay.every("1ms", () => void did.push("timer"));
    const ann = await Caller.enter(relay.port, "Ann");
    const sofar = did.length;
    await relay.stop();
    expect(did.slice(sofar)).toEqual(["Ann is gone", "disposed"]);
    await relay.stopped;
    relay.after(0, () => void did.push("too late"));
    await Bun.sleep(5);
    expect(did.at(-1)).toBe("disposed");
    expect(await ann.rest()).toEqual([failure("Connect", "Server is shutting down")]);
  });

  test("does not hang on a verdict that is out, nor on a dispose that never ends", async () => {
    const hooks = {
      acceptChannelJoin: () => new Promise<boolean>(() => {}),
      dispose: () => new Promise<void>(() => {}),
    };
    const relay = await listen({ hooks, shutdown: { within: "100ms" } });
    const ann = await Caller.enter(relay.port, "Ann");
    ann.says(say.join("Room"));
    await relay.stop();
    expect(await ann.rest()).toEqual([failure("Connect", "Server is shutting down")]);
  });

  test("may be stopped by a hook", async () => {
    const relay = await listen({ hooks: (inside) => ({ messageReceived: () => void inside.stop() }) });
    const ann = await Caller.enter(relay.port, "Ann");
    ann.says(say.toServer("stop"));
    await relay.stopped;
    expect(await ann.rest()).toEqual([failure("Connect", "Server is shutting down")]);
  });
});

describe("timers", () => {
  test("one that fails is logged, and goes on", async () => {
    const lines: string[] = [];
    await using relay = await listen({ logger: (_level, line) => void lines.push(line) });
    const twice = Promise.withResolvers<void>();
    let count = 0;
    const cancel = relay.every("1ms", async () => {
      if (++count === 2) twice.resolve();
      throw new Error("no database");
    });
    await twice.promise;
    cancel();
    await Bun.sleep(5);
    expect(count).toBe(2);
    expect(lines).toEqual([expect.stringContaining("a timer failed: Error: no database")]);
  });

  test("one that was cancelled does nothing; an interval or delay that is none is refused", async () => {
    await using relay = await listen();
    const did: string[] = [];
    relay.after("1ms", () => void did.push("cancelled"))();
    expect(() => relay.every(0, () => {})).toThrow(RangeError);
    expect(() => relay.after("soon", () => {})).toThrow(RangeError);
    await Bun.sleep(10);
    expect(did).toEqual([]);
  });
});

describe("an owner's channel", () => {
  test("is there before anybody, stays when everybody has left, and holds as many as it is told", async () => {
    await using relay = await listen();
    const lobby = relay.createChannel("Lobby", { limit: 1 });
    const [ann, bob] = [await Caller.enter(relay.port, "Ann"), await Caller.enter(relay.port, "Bob")];
    ann.says(say.list());
    expect(await ann.next()).toEqual(success("ChannelList", { channels: [{ peers: 0, name: "Lobby" }] }));
    expect(await ann.joins("lobby")).toBe(lobby.id);
    bob.says(say.join("Lobby"));
    const full = "Channel is full: it holds 1 clients";
    expect(await bob.next()).toEqual(failure("JoinChannel", full, { name: "Lobby" }));
    ann.says(say.leave(lobby.id));
    expect(await ann.next()).toEqual(success("LeaveChannel", { channel: lobby.id }));
    expect([await bob.joins("Lobby"), lobby.master, lobby.open]).toEqual([lobby.id, undefined, true]);
    expect(() => relay.createChannel("LOBBY")).toThrow(new RangeError("Name already taken"));
    expect(() => {
      lobby.limit = 0;
    }).toThrow(RangeError);
    expect(() => relay.createChannel("Den", { limit: 1.5 })).toThrow(RangeError);
    expect(relay.channels.named("Den")).toBeUndefined();
  });
});
