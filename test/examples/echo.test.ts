import { fromServer } from "../support/answers.ts";
import type { Heard, Said } from "../support/wire.ts";
import { say } from "../support/wire.ts";
import { staged } from "./staged.ts";

const scene = staged("echo");

scene("every kind of message comes back as it was sent, in order", async ({ stage }) => {
  const ann = await stage.enter("Ann");
  const manners = [
    ["hello", {}],
    ["", { subchannel: 255 }],
    ["\u0000\u0001\u0002\u0003", { subchannel: 1, variant: 1 }],
    ["bytes", { subchannel: 2, variant: 2 }],
    ["no known variant", { variant: 15 }],
    ['{ "an": ["object"] }', { subchannel: 3, object: true }],
    ["no JSON", { object: true, variant: 2 }],
    ["x".repeat(100_000), {}],
  ] as const;
  ann.says(...manners.map(([data, manner]): Said => say.toServer(data, manner)));
  await ann.hears(...manners.map(([data, manner]): Heard => fromServer(data, manner)));
  await ann.nothingMore();
});

scene("what is blasted is blasted back", async ({ stage }) => {
  const ann = await stage.enter("Ann");
  await ann.getsWelcomed();
  ann.blasts(say.toServer("here I am", { subchannel: 4, variant: 2 }));
  await ann.hearsBlast(fromServer("here I am", { subchannel: 4, variant: 2 }));
  await ann.nothingMore();
});
