import { expect, test } from "bun:test";
import { Relay } from "../../src/index.ts";
import { fromChannel } from "../support/answers.ts";
import { SocketStage } from "../support/sockets.ts";
import { say } from "../support/wire.ts";

const HOST = "127.0.0.1";

test("udp.enabled = false: TCP works, the UDP port is anybody's, blasts go nowhere, and nobody is told", async () => {
  await using relay = await Relay.listen({ host: HOST, port: 0, udp: { enabled: false }, logger: () => {} });
  let came = 0;
  const other = await Bun.udpSocket({
    hostname: HOST,
    port: relay.port,
    socket: { data: () => void came++ },
  });
  await using stage = new SocketStage(relay);
  const { channel, people } = await stage.room("Room", "Ann", "Bob");
  const [ann, bob] = people;
  for (let hello = 0; hello < 3; hello++) ann.blasts(say.hello());
  ann.blasts(say.toChannel(channel, "blasted"));
  ann.says(say.toChannel(channel, "sent"));
  relay.blast("to all");
  await bob.hears(fromChannel(channel, ann.id, "sent"));
  await Bun.sleep(50);
  for (const each of people) {
    expect([each.unheard(), each.place.unheard()]).toEqual([[], []]);
    expect(each.standing).toBe("talking");
  }
  expect(came).toBe(4);
  expect(relay.counters).toMatchObject({ strayDatagrams: 0, lostDatagrams: 0, undeliveredBlasts: 2 });
  other.close();
});
