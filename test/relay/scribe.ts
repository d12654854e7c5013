/** A registry whose clients keep what they are told, and whose events are written down. */
import type { RelayEvents } from "../../src/relay/events.ts";
import type { Link } from "../../src/relay/link.ts";
import type { RelayClient } from "../../src/relay/members.ts";
import { Registry } from "../../src/relay/registry.ts";
import { readSettings } from "../../src/settings/read.ts";
import type { SettingsInput } from "../../src/settings/schema.ts";
import { Cutter, type Heard, understand } from "../support/wire.ts";

/** Peers are listed in no order: here they come by id. */
function ordered(heard: Heard): Heard {
  if (heard.type !== "Response" || !heard.success || heard.request !== "JoinChannel") return heard;
  return { ...heard, peers: [...heard.peers].sort((a, b) => a.peer - b.peer) };
}

export class Scribe {
  readonly registry: Registry;
  /** Who was told what, by the id of then, since it was last asked. */
  told: { to: number; heard: Heard }[] = [];
  events: string[] = [];

  constructor(settings: SettingsInput) {
    const note =
      (name: string) =>
      (...about: readonly ({ id: number } | string)[]) =>
        void this.events.push(
          [name, ...about.map((each) => (typeof each === "string" ? each : each.id))].join(" "),
        );
    const events: RelayEvents = {
      loginAccepted: note("loginAccepted"),
      nameChanged: note("nameChanged"),
      channelAdded: note("channelAdded"),
      channelJoined: note("channelJoined"),
      channelLeft: note("channelLeft"),
      channelRemoved: note("channelRemoved"),
      channelListSent: note("channelListSent"),
      missed: note("missed"),
    };
    this.registry = new Registry(readSettings({ ...settings, server: { welcome: "Hi" } }), events);
  }

  /** A client that was accepted, or why it was not. */
  connect(): RelayClient | string {
    const cutter = new Cutter();
    const link: Link = {
      transport: "tcp",
      address: "192.0.2.1",
      send: ({ bytes, start, end }) => {
        for (const said of cutter.push(bytes.slice(start, end)))
          this.told.push({ to: client.id, heard: ordered(understand(said)) });
      },
      blast: () => {},
      ping: () => {},
      disconnect: () => {},
    };
    const client = this.registry.newClient(link);
    const denial = this.registry.reserve(client);
    if (denial !== undefined) return denial.reason;
    this.registry.accept(client);
    return client;
  }

  /** A client of this name that was accepted. */
  enter(name: string): RelayClient {
    const client = this.connect();
    if (typeof client === "string") throw new Error(client);
    const denial = client.setName(name);
    if (denial !== undefined) throw new Error(denial);
    return client;
  }
}

/** A client whose frames are not understood, for those that would be too many. */
export function quietly(registry: Registry, hear?: (frame: Uint8Array) => void): RelayClient {
  const client = registry.newClient({
    transport: "tcp",
    address: "192.0.2.1",
    send: ({ bytes, start, end }) => hear?.(bytes.subarray(start, end)),
    blast: () => {},
    ping: () => {},
    disconnect: () => {},
  });
  const denial = registry.reserve(client);
  if (denial !== undefined) throw new Error(denial.reason);
  registry.accept(client);
  return client;
}
