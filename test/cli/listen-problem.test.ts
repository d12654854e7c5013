import { expect, test } from "bun:test";
import { listenProblem } from "../../src/cli/listen-problem.ts";
import { ListenError } from "../../src/server/listen-error.ts";

test("a port of its own is chosen by its own setting", () => {
  const told = ["EADDRINUSE", "EACCES"].map(
    (code) => listenProblem(new ListenError("TLS", "::", 443, { code })).message,
  );
  expect(told).toEqual([
    "port 443 (TLS) is in use, perhaps by another greenwing: stop that, or choose another port with --set tls.port=... (0: none)",
    "no right to listen on port 443 (TLS): ports below 1024 are the administrator's, choose another with --set tls.port=...",
  ]);
});

test.each([
  [
    "EADDRINUSE",
    "port 80 (UDP) is in use, perhaps by another greenwing: stop that, or choose another port with --port (0: any free one)",
  ],
  [
    "EACCES",
    "no right to listen on port 80 (UDP): ports below 1024 are the administrator's, choose another with --port",
  ],
  [
    "EADDRNOTAVAIL",
    '"192.0.2.9" is no address of this machine: choose another with --host (:: is all of them)',
  ],
  [
    "EAFNOSUPPORT",
    'this machine has no IPv6, which "192.0.2.9" needs: choose another with --host (0.0.0.0 is all)',
  ],
  ["EMFILE", "cannot listen on UDP port 80 of 192.0.2.9: EMFILE"],
])("%s is told with what to do about it", (code, message) => {
  const problem = listenProblem(new ListenError("UDP", "192.0.2.9", 80, { code }));
  expect(problem.message).toBe(message);
  expect(problem.status).toBe(1);
});

test("the port for the web and Flash's are chosen by their settings", () => {
  const messages = (["WebSocket", "Flash"] as const).map(
    (listeningFor) => listenProblem(new ListenError(listeningFor, "::", 843, { code: "EACCES" })).message,
  );
  expect(messages).toEqual([
    "no right to listen on port 843 (WebSocket): ports below 1024 are the administrator's, choose another with --set websocket.port=...",
    "no right to listen on port 843 (Flash): ports below 1024 are the administrator's, choose another with --set flash.port=...",
  ]);
});
