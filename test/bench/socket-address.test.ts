import { expect, test } from "bun:test";
import { socketAddress } from "../../src/bench/net/socket-address.ts";
import { ServerAtAddress } from "../../src/bench/subject/at-address.ts";

test.each([
  ["192.0.2.7", "0200 17e9 c0000207 0000000000000000"],
  ["::1", "0a00 17e9 00000000 00000000000000000000000000000001 00000000"],
  ["2001:db8::7:0", "0a00 17e9 00000000 20010db8000000000000000000070000 00000000"],
  ["fe80::1%eth0", "0a00 17e9 00000000 fe800000000000000000000000000001 00000000"],
])("%s is what the system calls it", (address, bytes) => {
  expect(Buffer.from(socketAddress(address, 6121).bytes).toString("hex")).toBe(bytes.replaceAll(" ", ""));
});

test.each([
  ["127.0.0.1:7000", { address: "127.0.0.1", port: 7000 }],
  ["127.0.0.1", { address: "127.0.0.1", port: 6121 }],
  ["[::1]:7000", { address: "::1", port: 7000 }],
])("a server may be given as %s", async (text, expected) => {
  expect(await new ServerAtAddress(text, undefined).run()).toMatchObject(expected);
});

test.each(["127.0.0.1:port", "127.0.0.1:70000", "", ":6121"])('"%s" is no server', async (text) => {
  await expect(new ServerAtAddress(text, undefined).run()).rejects.toThrow("allowed is HOST:PORT");
});
