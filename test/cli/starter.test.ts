/** What `greenwing init` gives to start from, in conversations. */
import hooks from "../../starter/hooks.ts";
import { failure, fromChannel, fromServer, peer, success } from "../support/answers.ts";
import { scene } from "../support/scene.ts";
import { say } from "../support/wire.ts";

scene("nobody takes a reserved name, first or later, however it is spelt", { hooks }, async (stage) => {
  const ann = await stage.open();
  await ann.connects();
  ann.says(say.setName("Admin"), say.setName("Ann"), say.setName("SERVER"));
  await ann.hears(failure("SetName", "This name is reserved", { name: "Admin" }));
  await ann.hears(success("SetName", { name: "Ann" }));
  await ann.hears(failure("SetName", "This name is reserved", { name: "SERVER" }));
});

scene(
  "who joins is greeted, and a message of more than 10,000 bytes goes nowhere",
  { hooks },
  async (stage) => {
    const [ann, bob] = [await stage.enter("Ann"), await stage.enter("Bob")];
    const greeting = (name: string) => fromServer(`Welcome to Lobby, ${name}`);
    const channel = await ann.joins("Lobby");
    await ann.hears(greeting("Ann"));
    await bob.joins("Lobby");
    await bob.hears(greeting("Bob"));
    await ann.hears(peer(channel, bob.id, "Bob"));
    const longest = "x".repeat(10_000);
    ann.says(say.toChannel(channel, `${longest}x`), say.toChannel(channel, longest));
    await bob.hears(fromChannel(channel, ann.id, longest));
  },
);
