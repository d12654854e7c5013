import { beforeEach, describe, expect, test } from "bun:test";
import { ASKED, type AskedHook, HOOK_NAMES, type HookName, type Hooks, TOLD } from "../../src/hooks/hooks.ts";
import { Owner, type Ruling } from "../../src/hooks/owner.ts";
import { deny, rename } from "../../src/hooks/verdict.ts";
import { Log } from "../../src/log.ts";
import { Denial } from "../../src/relay/denial.ts";

let now = 0;
let lines: string[] = [];

beforeEach(() => {
  now = 0;
  lines = [];
});

function owner(hooks: object, level: "error" | "silent" = "error"): Owner {
  const sink = (_level: string, line: string) => void lines.push(line);
  return new Owner(hooks as Hooks, new Log(level, sink, () => now));
}

/** Asks or tells a hook, whichever it is. The arguments are the hook's own affair. */
function call(owner: Owner, name: HookName): unknown {
  if (name === "dispose") return void owner.dispose(owner.hooks);
  if (!(name in ASKED)) return owner.tell(name as "connectionMade", {} as never);
  if (name === "acceptChannelMessage") return owner.askNow(name, {} as never, {} as never, {} as never);
  if (name === "acceptPrivateMessage")
    return owner.askNow(name, {} as never, {} as never, {} as never, {} as never);
  return owner.ask(name as "acceptConnection", {} as never);
}

const EVENTUALLY = (Object.keys(ASKED) as AskedHook[]).filter((name) => !name.endsWith("Message"));

test("there are 9 hooks that are asked, 15 that are told, and one that ends them", () => {
  expect([Object.keys(ASKED).length, TOLD.length, new Set(HOOK_NAMES).size]).toEqual([9, 15, 25]);
});

describe("a hook that throws", () => {
  for (const name of HOOK_NAMES) {
    test(`is logged once, with its name and stack, and counted: ${name}`, () => {
      const failing = owner({
        [name]: function theGuiltyOne() {
          throw new Error("no database");
        },
      });
      const answer = call(failing, name);
      expect(failing.failures).toBe(1);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain(`hook ${name} failed: `);
      expect(lines[0]).toContain("no database");
      expect(lines[0]).toContain("theGuiltyOne");
      if (name === "acceptChannelMessage" || name === "acceptPrivateMessage") expect(answer).toBe(false);
      else if (name in ASKED) expect(answer).toEqual(new Denial(ASKED[name as AskedHook]));
      else expect(answer).toBeUndefined();
    });

    test(`and one that rejects too: ${name}`, async () => {
      const failing = owner({ [name]: () => Promise.reject(new Error("no database")) });
      const answer = await call(failing, name);
      await Bun.sleep(0);
      // The synchronous ones fail twice: they must not promise, and what they promised failed.
      const failures = /[mM]essage(Received)?$/.test(name) ? 2 : 1;
      expect([failing.failures, lines.length]).toEqual([failures, failures]);
      expect(lines[0]).toContain(`hook ${name} failed: `);
      if (EVENTUALLY.includes(name as AskedHook))
        expect(answer).toEqual(new Denial(ASKED[name as AskedHook]));
    });
  }

  test("again and again is counted each time, and logged once a second", () => {
    const failing = owner({
      messageReceived() {
        throw new Error("again");
      },
    });
    for (let i = 0; i < 100; i++) call(failing, "messageReceived");
    expect([failing.failures, lines.length]).toEqual([100, 1]);
    now = 1000;
    call(failing, "messageReceived");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain("99 more");
  });

  test("does not keep another hook's failure out of the log", () => {
    const fail = () => {
      throw new Error("no");
    };
    const failing = owner({ messageReceived: fail, pongReceived: fail });
    for (const name of ["messageReceived", "pongReceived"] as const) call(failing, name);
    expect(lines).toHaveLength(2);
  });
});

describe("a failure that can hardly be shown is one all the same", () => {
  const hostile = {
    get message(): string {
      throw new Error("no message");
    },
    [Symbol.for("nodejs.util.inspect.custom")]() {
      throw new Error("no inspection");
    },
  };
  const oddities: Record<string, unknown> = {
    undefined: undefined,
    null: null,
    "a text": "text",
    "a symbol": Symbol("s"),
    "an error without a stack": Object.assign(new Error("bare"), { stack: undefined }),
    "an error whose stack is no text": Object.assign(new Error("odd"), { stack: Symbol("stack") }),
    "an object that throws when it is looked at": hostile,
    "a proxy that throws at everything": new Proxy(
      {},
      {
        get() {
          throw new Error("hands off");
        },
        has() {
          throw new Error("hands off");
        },
        ownKeys() {
          throw new Error("hands off");
        },
        getPrototypeOf() {
          throw new Error("hands off");
        },
      },
    ),
  };
  for (const [title, oddity] of Object.entries(oddities)) {
    test(`thrown: ${title}`, () => {
      const failing = owner({
        acceptConnection() {
          throw oddity;
        },
      });
      expect(call(failing, "acceptConnection")).toEqual(new Denial("Connection refused by server"));
      expect([failing.failures, lines.length]).toEqual([1, 1]);
    });

    test(`rejected with: ${title}`, async () => {
      const failing = owner({ acceptConnection: () => Promise.reject(oddity) });
      expect(await call(failing, "acceptConnection")).toEqual(new Denial("Connection refused by server"));
      expect([failing.failures, lines.length]).toEqual([1, 1]);
    });

    if (oddity === undefined) continue;
    test(`returned: ${title}`, async () => {
      const failing = owner({ acceptConnection: () => oddity });
      expect(await call(failing, "acceptConnection")).toEqual(new Denial("Connection refused by server"));
      expect([failing.failures, lines.length]).toEqual([1, 1]);
    });
  }

  test("a hook that is no function", () => {
    for (const hook of [true, "yes", {}, 1]) {
      const failing = owner({ acceptConnection: hook });
      expect(call(failing, "acceptConnection")).toEqual(new Denial("Connection refused by server"));
      expect(failing.failures).toBe(1);
    }
  });

  test("a hook that cannot even be looked up", () => {
    const failing = owner({
      get acceptConnection() {
        throw new Error("no hook");
      },
    });
    expect(call(failing, "acceptConnection")).toEqual(new Denial("Connection refused by server"));
    expect(failing.failures).toBe(1);
  });
});

describe("a verdict", () => {
  const rulings: readonly (readonly [string, unknown, Ruling])[] = [
    ["nothing accepts", undefined, undefined],
    ["true accepts", true, undefined],
    ["false refuses with the standard reason", false, new Denial("Name refused by server")],
    ["deny(reason) refuses with it", deny("No"), new Denial("No")],
    ["deny() refuses with the standard reason", deny(), new Denial("Name refused by server")],
    ['deny("") refuses with the standard reason', deny(""), new Denial("Name refused by server")],
    ["rename accepts another name", rename("Zoe"), rename("Zoe")],
  ];
  for (const [title, verdict, ruling] of rulings) {
    test(`${title}, now or later`, async () => {
      for (const hook of [() => verdict, async () => verdict]) {
        const asked = owner({ acceptLogin: hook });
        expect(await asked.ask("acceptLogin", {} as never, "Ann")).toEqual(ruling);
        expect([asked.failures, lines.length]).toEqual([0, 0]);
      }
    });
  }

  test("of a hook that is not given accepts, and at once", () => {
    for (const name of EVENTUALLY) expect(call(owner({}), name)).toBeUndefined();
    expect(call(owner({}), "acceptChannelMessage")).toBe(true);
    expect(call(owner({}), "acceptPrivateMessage")).toBe(true);
  });

  test("is asked with the hooks object as `this`, and of class instances too", () => {
    class Mine implements Hooks {
      readonly banned = new Set(["Eve"]);
      acceptLogin(_client: unknown, name: string): boolean {
        return !this.banned.has(name);
      }
    }
    const asked = owner(new Mine());
    expect(asked.ask("acceptLogin", {} as never, "Ann")).toBeUndefined();
    expect(asked.ask("acceptLogin", {} as never, "Eve")).toEqual(new Denial("Name refused by server"));
  });

  test("a refusal is no failure, and a log that is silent takes no line", () => {
    const silent = owner({ acceptConnection: () => 7 }, "silent");
    call(silent, "acceptConnection");
    expect([silent.failures, lines.length]).toEqual([1, 0]);
  });
});
