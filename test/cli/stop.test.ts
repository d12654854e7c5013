import { expect, test } from "bun:test";
import { EventEmitter } from "node:events";
import { stopOnSignal } from "../../src/cli/stop.ts";

/** A process that gets signals at given times and whose server stops when told to. */
function scene() {
  const signals = new EventEmitter();
  const stopping: string[] = [];
  const server = Promise.withResolvers<void>();
  let now = 1000;
  const stop = (signal: string) => {
    stopping.push(signal);
    return server.promise;
  };
  const terminal = { isClosed: false };
  const reload = () => void stopping.push("reload");
  const isAbandoned = () => terminal.isClosed;
  const status = stopOnSignal({ signals, clock: () => now, stop, isAbandoned, reload });
  const signal = (name: string, later = 0) => {
    now += later;
    signals.emit(name);
  };
  return { stopping, server, status, signal, terminal };
}

test.each(["SIGINT", "SIGTERM"])(
  "%s stops the server, and the status is 0 when it has stopped",
  async (name) => {
    const { stopping, server, status, signal } = scene();
    signal(name);
    expect(stopping).toEqual([name]);
    server.resolve();
    expect(await status).toBe(0);
  },
);

test("the same Ctrl-C, come twice within 300 ms, counts once", async () => {
  const { stopping, server, status, signal } = scene();
  signal("SIGINT");
  signal("SIGINT", 2);
  signal("SIGINT", 297);
  server.resolve();
  expect(await status).toBe(0);
  expect(stopping).toEqual(["SIGINT"]);
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
])("a second signal ends at once: %s with status %d", async (name, expected) => {
  const { stopping, status, signal } = scene();
  signal("SIGINT");
  signal(name, 300);
  expect(await status).toBe(expected);
  expect(stopping).toEqual(["SIGINT"]);
});

test("SIGHUP loads the hooks again, as often as it comes, and the server goes on", async () => {
  const { stopping, server, status, signal } = scene();
  signal("SIGHUP");
  signal("SIGHUP", 1000);
  expect(stopping).toEqual(["reload", "reload"]);
  signal("SIGTERM", 1000);
  server.resolve();
  expect(await status).toBe(0);
});

test("SIGHUP stops a server whose terminal was closed", async () => {
  const { stopping, server, status, signal, terminal } = scene();
  terminal.isClosed = true;
  signal("SIGHUP");
  server.resolve();
  expect([await status, stopping]).toEqual([0, ["SIGHUP"]]);
});

test("what goes wrong while stopping comes out", async () => {
  const { server, status, signal } = scene();
  signal("SIGINT");
  server.reject(new Error("a bug"));
  await expect(status).rejects.toThrow("a bug");
});
