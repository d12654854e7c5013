import { describe, expect, test } from "bun:test";
import { networkInterfaces } from "node:os";
import { ListenError, Relay, SettingsError } from "../../src/index.ts";
import { Inbox } from "../support/inbox.ts";
import { datagram, say, understand } from "../support/wire.ts";
import { Caller } from "./caller.ts";

const HOST = "127.0.0.1";
const logger = () => {};
const hasIPv6 = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === "::1"),
);

const refusal = (listening: Promise<Relay>) =>
  listening.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("a port that is in use", () => {
  test("by TCP: a ListenError that says so, and UDP is free", async () => {
    using taken = Bun.listen({ hostname: HOST, port: 0, socket: { data() {} } });
    const { port } = taken;
    const error = await refusal(Relay.listen({ host: HOST, port, logger }));
    expect(error).toBeInstanceOf(ListenError);
    expect(error).toMatchObject({
      name: "ListenError",
      transport: "TCP",
      host: HOST,
      port,
      code: "EADDRINUSE",
    });
    const udp = await Bun.udpSocket({ hostname: HOST, port });
    udp.close();
  });

  test("by UDP: a ListenError that says so, and TCP is free", async () => {
    // A port that is free for TCP: another connection of these tests might have any.
    const free = Bun.listen({ hostname: HOST, port: 0, socket: { data() {} } });
    const { port } = free;
    const taken = await Bun.udpSocket({ hostname: HOST, port });
    free.stop(true);
    try {
      const error = await refusal(Relay.listen({ host: HOST, port, logger }));
      expect(error).toBeInstanceOf(ListenError);
      expect(error).toMatchObject({
        name: "ListenError",
        transport: "UDP",
        host: HOST,
        port,
        code: "EADDRINUSE",
      });
      expect((error as Error).message).toBe(`cannot listen on UDP port ${port} of ${HOST}: EADDRINUSE`);
      await using withoutUdp = await Relay.listen({ host: HOST, port, udp: { enabled: false }, logger });
      expect(withoutUdp.port).toBe(port);
    } finally {
      taken.close();
    }
  });

  test("by another server: it goes on", async () => {
    await using relay = await Relay.listen({ host: HOST, port: 0, logger });
    const ann = await Caller.enter(relay.port, "Ann");
    expect(await refusal(Relay.listen({ host: HOST, port: relay.port, logger }))).toBeInstanceOf(ListenError);
    ann.says(say.list());
    expect(await ann.next()).toMatchObject({ request: "ChannelList", success: true });
  });
});

describe("an address or option that cannot be", () => {
  test("is a ListenError or a SettingsError", async () => {
    for (const host of ["203.0.113.77", "no.such.host.invalid"]) {
      const error = await refusal(Relay.listen({ host, port: 0, logger }));
      expect(error).toBeInstanceOf(ListenError);
      expect((error as ListenError).host).toBe(host);
    }
    expect(() => Relay.listen({ port: 70_000 })).toThrow(SettingsError);
  });
});

/** A UDP port that says hello for a client and hears the answers. */
async function hello(port: number, hostname: string, id: number) {
  const inbox = new Inbox();
  const socket = await Bun.udpSocket({
    hostname,
    socket: {
      data: (_socket, data) => inbox.put(understand({ head: data[0] as number, payload: data.subarray(1) })),
    },
  });
  socket.send(datagram(say.hello(), id), port, hostname);
  const heard = await inbox.next();
  return {
    heard,
    next: () => inbox.next(),
    says: (data: Uint8Array) => socket.send(data, port, hostname),
    [Symbol.dispose]: () => socket.close(),
  };
}

describe.skipIf(!hasIPv6)("IPv6 and IPv4 on one port", () => {
  test("TCP and UDP, addresses in their own form, and everybody meets", async () => {
    await using relay = await Relay.listen({ host: "::", port: 0, logger });
    const [four, six] = [
      await Caller.enter(relay.port, "Four"),
      await Caller.enter(relay.port, "Six", "::1"),
    ];
    expect(Array.from(relay.clients, ({ name, address }) => [name, address])).toEqual([
      ["Four", HOST],
      ["Six", "::1"],
    ]);
    const channel = await four.joins("Room");
    await six.joins("Room");
    expect(await four.next()).toMatchObject({ type: "Peer", peer: six.id });
    using udp4 = await hello(relay.port, HOST, four.id);
    using udp6 = await hello(relay.port, "::1", six.id);
    expect([udp4.heard, udp6.heard]).toEqual([{ type: "UDPWelcome" }, { type: "UDPWelcome" }]);
    udp4.says(datagram(say.toChannel(channel, "from 4"), four.id));
    expect(await udp6.next()).toMatchObject({ type: "BinaryChannelMessage", peer: four.id, data: "from 4" });
    udp6.says(datagram(say.toChannel(channel, "from 6"), six.id));
    expect(await udp4.next()).toMatchObject({ type: "BinaryChannelMessage", peer: six.id, data: "from 6" });
    expect(relay.counters).toMatchObject({ strayDatagrams: 0, lostDatagrams: 0 });
  });

  test("a hello for a client of the other family binds nothing", async () => {
    await using relay = await Relay.listen({ host: "::", port: 0, logger });
    const [four, six] = [
      await Caller.enter(relay.port, "Four"),
      await Caller.enter(relay.port, "Six", "::1"),
    ];
    const socket = await Bun.udpSocket({ hostname: HOST });
    socket.send(datagram(say.hello(), six.id), relay.port, HOST);
    using udp4 = await hello(relay.port, HOST, four.id);
    expect(udp4.heard).toEqual({ type: "UDPWelcome" });
    socket.close();
    expect(relay.counters.strayDatagrams).toBe(1);
  });

  test("one that listens on IPv4 alone does not take the port of IPv6", async () => {
    await using relay = await Relay.listen({ host: HOST, port: 0, logger });
    await using other = await Relay.listen({ host: "::1", port: relay.port, logger });
    expect(other.port).toBe(relay.port);
    const [four, six] = [
      await Caller.enter(relay.port, "Four"),
      await Caller.enter(relay.port, "Six", "::1"),
    ];
    expect([relay.clients.size, other.clients.size]).toEqual([1, 1]);
    for (const each of [four, six]) each.hangsUp();
  });
});
