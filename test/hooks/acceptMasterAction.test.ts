import { describe, expect } from "bun:test";
import type { Channel, Client } from "../../src/index.ts";
import { peerLeft, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked, later } from "./hooked.ts";
import { eventually } from "./verdicts.ts";

describe("acceptMasterAction", () => {
  eventually("acceptMasterAction", async (stage) => {
    const asker = await stage.enter("Ann");
    const victim = await stage.enter("Vic");
    await asker.joins("Den");
    await victim.joins("Den");
    await asker.next();
    return {
      asker,
      asks: say.kick(1, victim.id),
      accepted: { by: victim, frame: "00 04 03 01 0100" },
      too: [peerLeft(1, victim.id)],
    };
  });

  hooked("asked with the master, the channel, the peer and the action", async (stage, hooks) => {
    const asked: unknown[] = [];
    hooks.acceptMasterAction = (...args: [Client, Channel, Client, "kick"]) => {
      const [client, channel, peer, action] = args;
      asked.push([
        args.length,
        client.name,
        channel.name,
        channel.master?.name,
        peer.name,
        peer.channels.length,
        action,
      ]);
    };
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    people[0].says(say.kick(channel, people[1].id));
    await people[1].hears(success("LeaveChannel", { channel }));
    await people[0].hears(peerLeft(channel, people[1].id));
    expect(asked).toEqual([[4, "Ann", "Room", "Ann", "Bob", 1, "kick"]]);
  });

  hooked(
    "not asked about what is ignored: no master, no such action, no such target",
    async (stage, hooks) => {
      let asked = 0;
      hooks.acceptMasterAction = () => void asked++;
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      const [ann, bob] = people;
      const carol = await stage.enter("Carol");
      bob.says(say.kick(channel, ann.id));
      carol.says(say.kick(channel, bob.id));
      ann.says(say.master(channel, 1, bob.id), say.kick(channel, carol.id), say.kick(channel, 0xffff));
      ann.says(say.kick(channel + 1, bob.id));
      for (const each of [ann, bob, carol]) await each.nothingMore();
      expect(asked).toBe(0);
      expect(stage.counters.ignoredMasterActions).toBe(6);
    },
  );

  hooked("a refused action is counted; nobody is told, and nothing executed", async (stage, hooks) => {
    let executed = 0;
    hooks.acceptMasterAction = () => false;
    hooks.masterActionExecuted = () => void executed++;
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    people[0].says(say.kick(channel, people[1].id));
    for (const each of people) await each.nothingMore();
    expect(executed).toBe(0);
    expect(stage.counters.ignoredMasterActions).toBe(1);
  });

  describe("what changed while the verdict was awaited is checked again", () => {
    const changes = {
      "the target left": (_master: Client, channel: Channel, target: Client) => target.leaveChannel(channel),
      "the target was disconnected": (_master: Client, _channel: Channel, target: Client) =>
        target.disconnect(),
      "the channel has another master": (_master: Client, channel: Channel, target: Client) =>
        channel.setMaster(target),
      "the channel has no master": (_master: Client, channel: Channel) => channel.setMaster(undefined),
      "the master left": (master: Client, channel: Channel) => master.leaveChannel(channel),
      "the channel was closed": (_master: Client, channel: Channel) => channel.close(),
      "the target is in another channel of that name": (
        _master: Client,
        channel: Channel,
        target: Client,
      ) => {
        channel.close();
        target.joinChannel("Room");
      },
    };
    for (const [title, change] of Object.entries(changes)) {
      for (const inside of [true, false]) {
        hooked(
          `${title}${inside ? ", by the hook itself" : ""}: nothing is executed`,
          async (stage, hooks) => {
            const { channel, people } = await stage.room("Room", "Ann", "Bob");
            let executed = 0;
            hooks.masterActionExecuted = () => void executed++;
            const verdict = later<void>();
            let happen = () => {};
            hooks.acceptMasterAction = (master, room, target) => {
              happen = () => change(master, room, target);
              if (!inside) return verdict.ask();
              return happen();
            };
            people[0].says(say.kick(channel, people[1].id), say.leave(0xfffe));
            if (!inside) {
              await verdict.asked;
              happen();
              verdict.answer();
            }
            await stage.settle();
            expect(executed).toBe(0);
            expect(stage.counters.ignoredMasterActions).toBe(1);
            const leaves = people[1]
              .unheard()
              .filter((heard) => heard.type === "Response" && heard.request === "LeaveChannel");
            const left = !title.includes("master") && !title.includes("disconnected");
            expect(leaves).toEqual(left ? [success("LeaveChannel", { channel })] : []);
          },
        );
      }
    }
  });

  hooked("a master may ask to kick itself", async (stage, hooks) => {
    const asked: string[] = [];
    hooks.acceptMasterAction = (client, _channel, peer) => void asked.push(`${client.name} ${peer.name}`);
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    people[0].says(say.kick(channel, people[0].id));
    await people[0].hears(success("LeaveChannel", { channel }));
    await people[1].hears(peerLeft(channel, people[0].id));
    expect(asked).toEqual(["Ann Ann"]);
  });
});
