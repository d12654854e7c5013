/** What is true of every hook that is asked: its verdicts, and what clients hear of each. */
import { describe, expect } from "bun:test";
import { ASKED, type AskedHook, type Hooks, TOLD } from "../../src/hooks/hooks.ts";
import { deny, rename } from "../../src/hooks/verdict.ts";
import { failure } from "../support/answers.ts";
import type { Player } from "../support/player.ts";
import type { Stage } from "../support/stage.ts";
import { bytes, frame, type Heard, hex, type Said, say, toHex } from "../support/wire.ts";
import { hooked, later, once } from "./hooked.ts";

/** A client that asks for something. Ids: the bystander has 1, the asker 2; channel and name are up to the scene. */
export interface Question {
  readonly asker: Player;
  readonly asks: Said;
  /** The frame that is heard when the verdict accepts, and by whom. */
  readonly accepted: { readonly by: Player; readonly frame: string };
  /** What the asker hears too when the verdict accepts. */
  readonly too?: readonly Heard[];
  /** The failure up to its reason, as the asker hears it; nobody hears of a refusal where there is none. */
  readonly refusal?: string;
  /** A refusal ends the asker's connection. */
  readonly ends?: boolean;
}

type Ask = (stage: Stage, bystander: Player) => Promise<Question>;

/** How a verdict is given. */
type Answer = () => unknown;
const shapes = {
  "at once": (answer: Answer) => answer,
  "by a promise": (answer: Answer) => async () => answer(),
  "by a promise that takes its time": (answer: Answer) => async () => {
    await Bun.sleep(0);
    return answer();
  },
  "by a thenable": (answer: Answer) => () => ({
    // biome-ignore lint/suspicious/noThenProperty: hooks may return what only looks like a promise
    then: (resolve: (verdict: unknown) => void, reject: (error: unknown) => void) => {
      try {
        resolve(answer());
      } catch (error) {
        reject(error);
      }
    },
  }),
};

const ACCEPTING: Record<string, Answer> = { nothing: () => undefined, true: () => true };

/** The reason that a client is told, where it is not the standard one. */
const REFUSING: Record<string, readonly [Answer, reason?: string]> = {
  false: [() => false],
  "deny(reason)": [() => deny("Geschlossen – für heute"), "Geschlossen – für heute"],
  "deny()": [() => deny()],
  'deny("")': [() => deny("")],
  "a failure": [
    () => {
      throw new Error("the database is gone");
    },
  ],
  "a failure that is no error": [
    () => {
      throw undefined;
    },
  ],
};

/** What is no verdict. */
const NONSENSE: Record<string, unknown> = {
  null: null,
  zero: 0,
  one: 1,
  "an empty text": "",
  "a text": "no",
  "no number": Number.NaN,
  "a big integer": 7n,
  "a symbol": Symbol("no"),
  "an object": { reason: "no" },
  "a list": [],
  "a function": () => true,
  "an error": new Error("no"),
};

/** The hooks that may answer with another name. */
const NAMED: readonly AskedHook[] = ["acceptLogin", "acceptNameChange", "acceptChannelJoin"];

/** Installs a hook that answers whatever it is told to, as an owner who writes JavaScript may. */
function install(hooks: Hooks, name: AskedHook, answer: Answer): void {
  Object.assign(hooks, { [name]: answer });
}

async function hearsRefusal(question: Question, reason: string): Promise<void> {
  const { asker, accepted, refusal, ends = false } = question;
  if (refusal === undefined) return accepted.by.nothingMore();
  await asker.hearsFrame(toHex(frame({ head: 0, payload: bytes(hex(refusal), reason) })));
  if (ends) await asker.closed();
  else await asker.nothingMore();
}

/** The verdicts of a hook, whether they come now or later. */
export function verdicts(
  name: AskedHook,
  ask: Ask,
  forms: readonly (keyof typeof shapes)[] = ["at once"],
): void {
  for (const form of forms) {
    for (const [title, answer] of Object.entries(ACCEPTING)) {
      hooked(`${title} accepts, ${form}`, async (stage, hooks) => {
        const question = await ask(stage, await stage.enter("Bystander"));
        install(hooks, name, shapes[form](answer));
        question.asker.says(question.asks);
        await question.accepted.by.hearsFrame(question.accepted.frame);
      });
    }
    for (const [title, [answer, reason = ASKED[name]]] of Object.entries(REFUSING)) {
      hooked(`${title} refuses, ${form}: ${JSON.stringify(reason)}`, async (stage, hooks) => {
        const bystander = await stage.enter("Bystander");
        const question = await ask(stage, bystander);
        install(hooks, name, shapes[form](answer));
        question.asker.says(question.asks);
        await hearsRefusal(question, reason);
        await bystander.nothingMore();
      });
    }
    const nonsense = NAMED.includes(name) ? NONSENSE : { ...NONSENSE, "a rename": rename("Zoe") };
    for (const [title, verdict] of Object.entries(nonsense)) {
      hooked(`nonsense refuses, ${form}: ${title}`, { only: "socketless" }, async (stage, hooks) => {
        const bystander = await stage.enter("Bystander");
        const question = await ask(stage, bystander);
        install(
          hooks,
          name,
          shapes[form](() => verdict),
        );
        question.asker.says(question.asks);
        await hearsRefusal(question, ASKED[name]);
        await bystander.nothingMore();
      });
    }
  }
}

/** The hook may take its time: the third law. */
export function eventually(name: AskedHook, ask: Ask): void {
  verdicts(name, ask, ["at once", "by a promise", "by a promise that takes its time", "by a thenable"]);

  describe("while the verdict is awaited", () => {
    hooked("the asker's later frames wait, in order, and everybody else goes on", async (stage, hooks) => {
      const bystander = await stage.enter("Bystander");
      const { asker, asks, accepted, too = [] } = await ask(stage, bystander);
      const said: string[] = [];
      hooks.messageReceived = (client, { text }) => void said.push(`${client.id}: ${text}`);
      const verdict = later<void>();
      install(hooks, name, verdict.ask);
      asker.says(asks, say.toServer("one"), say.leave(0xfffe), say.toServer("two"));
      await verdict.asked;
      asker.says(say.toServer("three"), say.leave(0xfffd));
      bystander.says(say.toServer("hello"));
      await bystander.catchUp();
      expect(said).toEqual(["1: hello"]);
      expect(asker.unheard()).toEqual([]);
      verdict.answer();
      await accepted.by.hearsFrame(accepted.frame);
      await asker.hears(...too);
      for (const channel of [0xfffe, 0xfffd])
        await asker.hears(failure("LeaveChannel", "No such channel", { channel }));
      expect(said).toEqual(["1: hello", "2: one", "2: two", "2: three"]);
    });

    hooked(
      "a client that disconnects is not brought back, and nothing more is told of it",
      async (stage, hooks) => {
        const bystander = await stage.enter("Bystander");
        const { asker, asks } = await ask(stage, bystander);
        const verdict = later<void>();
        install(hooks, name, verdict.ask);
        const lost = once<void>();
        hooks.connectionLost = () => lost.tell();
        asker.says(asks, say.toServer("one"));
        await verdict.asked;
        asker.finishes();
        await lost.told;
        const told: string[] = [];
        for (const hook of TOLD) Object.assign(hooks, { [hook]: () => told.push(hook) });
        verdict.answer();
        await stage.settle();
        expect(told).toEqual([]);
      },
    );

    hooked(
      "limits.hookTimeout denies, and the verdict that comes too late is ignored",
      { only: "socketless", settings: { limits: { hookTimeout: "1s" } } },
      async (stage, hooks) => {
        const bystander = await stage.enter("Bystander");
        const question = await ask(stage, bystander);
        const verdict = later<void>();
        install(hooks, name, verdict.ask);
        question.asker.says(question.asks);
        await stage.pass(900);
        expect(question.asker.unheard()).toEqual([]);
        await stage.pass(200);
        await hearsRefusal(question, "No decision in time");
        verdict.answer();
        await Bun.sleep(0);
        expect(question.asker.unheard()).toEqual([]);
        expect(question.accepted.by.unheard()).toEqual([]);
        await bystander.nothingMore();
      },
    );
  });

  describe("a hook that ends the asker's connection", () => {
    for (const [form, answer] of Object.entries({ "at once": () => {}, "by a promise": async () => {} })) {
      hooked(`is safe, and its verdict means nothing any more: ${form}`, async (stage, hooks) => {
        const bystander = await stage.enter("Bystander");
        const { asker, asks } = await ask(stage, bystander);
        const told: string[] = [];
        for (const hook of [
          "connectionAccepted",
          "loginAccepted",
          "nameChanged",
          "channelJoined",
          "channelListSent",
          "connectionLost",
        ])
          Object.assign(hooks, { [hook]: () => told.push(hook) });
        Object.assign(hooks, {
          [name]: (client: Parameters<Required<Hooks>["acceptConnection"]>[0]) => {
            client.disconnect("Begone");
            return answer();
          },
        });
        asker.says(asks, say.toServer("one"));
        await asker.hearsFrame("00 08 00 00 4265676f6e65");
        await asker.closed();
        await stage.settle();
        expect(told).toEqual(["connectionLost"]);
      });
    }
  });
}
