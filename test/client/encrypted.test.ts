import { expect, test } from "bun:test";
import { join } from "node:path";
import { CHAT, PLAY } from "../support/certificates/pairs.ts";
import { Program } from "../support/program.ts";
import { Meeting } from "./meeting.ts";

const tls = { cert: PLAY.cert, key: PLAY.key };

test("a certificate that nobody vouches for is not trusted, and that is said", async () => {
  await using meeting = await Meeting.begin({ tls });
  const { client } = meeting.guest({}, `lacewings://127.0.0.1:${meeting.relay.tlsPort}`);
  const reason = await client.open().catch(({ message }) => message);
  expect(reason).toBe("its certificate is one that it made itself, which nobody here trusts");
});

test("by TLS and by wss one talks where the certificate is trusted", async () => {
  await using meeting = await Meeting.begin({ tls });
  const ada = await meeting.enter("Ada");
  await ada.client.join("Lobby");
  const { tlsPort, webSocketPort } = meeting.relay;
  const env = { NODE_EXTRA_CA_CERTS: PLAY.cert, USER: "cal" };
  for (const address of [`lacewings://localhost:${tlsPort}`, `wss://localhost:${webSocketPort}`]) {
    const { status, out, err } = await Program.run(["chat", address], { env });
    expect([status, err]).toEqual([0, ""]);
    expect(out).toContain("you are in Lobby, with Ada (master)");
    await ada.ear.next("peerLeft");
  }
  const probed = await Program.run(
    ["probe", `lacewings://localhost:${tlsPort}`, "--websocket", `wss://localhost:${webSocketPort}`],
    { env },
  );
  expect([probed.status, probed.out.match(/ok {4}\w+/g)]).toEqual([
    0,
    ["ok    name", "ok    TCP", "ok    WebSocket"],
  ]);
  const other = { NODE_EXTRA_CA_CERTS: join(CHAT.cert) };
  const untrusted = await Program.run(["probe", `wss://localhost:${webSocketPort}`], { env: other });
  expect(untrusted.status).toBe(1);
});
