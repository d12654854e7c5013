import { expect, test } from "bun:test";
import type { NetworkInterfaceInfo } from "node:os";
import { reachable } from "../../src/cli/addresses.ts";

function info(address: string): NetworkInterfaceInfo {
  const common = { address, netmask: "", mac: "", internal: false, cidr: null };
  return address.includes(":") ? { ...common, family: "IPv6", scopeid: 0 } : { ...common, family: "IPv4" };
}

const INTERFACES = {
  eth0: [info("192.0.2.2"), info("fd00::2"), info("fe80::1")],
  lo: [info("127.0.0.1"), info("::1")],
  down: undefined,
};

test("every IPv6 and IPv4 address is reached at ::, this machine's own first, link-local ones left out", () => {
  expect(reachable("::", 6121, INTERFACES)).toEqual([
    { address: "127.0.0.1:6121", remote: false },
    { address: "[::1]:6121", remote: false },
    { address: "192.0.2.2:6121", remote: true },
    { address: "[fd00::2]:6121", remote: true },
  ]);
});

test("only IPv4 addresses are reached at 0.0.0.0", () => {
  const addresses = reachable("0.0.0.0", 7, INTERFACES).map(({ address }) => address);
  expect(addresses).toEqual(["127.0.0.1:7", "192.0.2.2:7"]);
});

test.each([
  ["127.0.0.1", "127.0.0.1:7", false],
  ["::1", "[::1]:7", false],
  ["localhost", "localhost:7", false],
  ["192.0.2.2", "192.0.2.2:7", true],
  ["games.example", "games.example:7", true],
])("the host %s is reached at itself", (host, address, remote) => {
  expect(reachable(host, 7, INTERFACES)).toEqual([{ address, remote }]);
});
