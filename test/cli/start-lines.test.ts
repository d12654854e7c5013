import { expect, test } from "bun:test";
import { startLines } from "../../src/cli/start-lines.ts";
import { VERSION } from "../../src/cli/version.ts";

const PLAIN = { secureWeb: [], tlsPort: undefined, certificate: "" };

test("the start lines say where the server is reached, what it runs on and how to stop it", () => {
  const started = {
    host: "127.0.0.1",
    port: 6121,
    udp: true,
    web: [6121],
    secureWeb: [6122, 6123],
    tlsPort: 6123,
    certificate: "/srv/fullchain.pem",
    pages: true,
    config: "/srv/greenwing.toml",
    hooks: "/srv/rules.ts",
    watched: false,
  };
  expect(startLines(started)).toEqual([
    `greenwing ${VERSION} listens on port 6121, TCP and UDP:`,
    "  127.0.0.1:6121  this machine only",
    "browsers (WebSocket): port 6121, by https and wss port 6122 or 6123",
    "  to try it: https://127.0.0.1:6122/chat (and /game)",
    "TLS: port 6123, certificate /srv/fullchain.pem (renewed when it changes)",
    "config: /srv/greenwing.toml",
    "hooks: /srv/rules.ts",
    `Stop it with Ctrl-C, or: kill ${process.pid}`,
  ]);
});

test("the start lines say what is not there", () => {
  const lines = startLines({
    host: "192.0.2.2",
    port: 7,
    udp: false,
    ...{ web: [], ...PLAIN },
    pages: true,
    config: undefined,
    hooks: "",
    watched: false,
  });
  expect(lines.slice(0, -1)).toEqual([
    `greenwing ${VERSION} listens on port 7, TCP, not UDP (udp.enabled is off):`,
    "  192.0.2.2:7  the network",
    "browsers (WebSocket): no port",
    "config: no file",
    "hooks: none",
  ]);
});

test("a machine without any address still gets its lines", () => {
  const [, address, ...rest] = startLines(
    {
      host: "::",
      port: 7,
      udp: true,
      web: [7, 8],
      ...PLAIN,
      pages: true,
      config: undefined,
      hooks: "",
      watched: false,
    },
    {},
  );
  expect(address).toBe("  no network address on this machine yet");
  expect(rest[0]).toBe("browsers (WebSocket): port 7 or 8");
  expect(rest).toHaveLength(4);
});
