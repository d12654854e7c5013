import { expect, test } from "bun:test";
import { Meeting } from "../../client/meeting.ts";
import { PLAY } from "../../support/certificates/pairs.ts";
import { Program } from "../../support/program.ts";

const probe = (...args: string[]) => Program.run(["probe", ...args]);

test("it says which ways work, by its exit status too", async () => {
  await using whole = await Meeting.begin({ welcome: "Hello" });
  await using deaf = await Meeting.begin({ udp: { enabled: false } });
  await using closed = await Meeting.begin({ hooks: { acceptConnection: () => false } });
  const [one, two, three] = [whole, deaf, closed].map(({ relay }) => `127.0.0.1:${relay.port}`) as [
    string,
    string,
    string,
  ];
  const [good, noUdp, unwanted, pageless, refusing] = await Promise.all([
    probe(one, "--skip", "websocket"),
    probe(two, "--skip", "websocket"),
    probe(two, "--skip", "udp,websocket"),
    probe(one, "--websocket", "ws://127.0.0.1:1/"),
    probe(three, "--skip", "websocket"),
  ]);
  expect(good.status).toBe(0);
  expect(good.out).toMatch(/^ {2}ok {4}TCP {8}a Lacewing server answers in [\d.]+ ms: Hello$/m);
  expect(good.out).toMatch(/^ {2}ok {4}UDP {8}comes back in [\d.]+ ms$/m);
  const advice = `UDP does not come back: open UDP ${deaf.relay.port} on the firewall`;
  expect([noUdp.status, noUdp.out]).toEqual([3, expect.stringContaining(advice)]);
  expect(unwanted.status).toBe(0);
  const noPages = "FAIL  WebSocket  pages in browsers cannot connect. ws://127.0.0.1:1/: ";
  expect([pageless.status, pageless.out]).toEqual([4, expect.stringContaining(noPages)]);
  const refusal = "a Lacewing server is there, and it refuses this client: Connection refused by server";
  expect([refusing.status, refusing.out]).toEqual([1, expect.stringContaining(refusal)]);
}, 12_000);

test("where nothing listens, nothing answers or there is no host, it says what to do", async () => {
  using silent = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      data(socket) {
        socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
      },
    },
  });
  await using gone = await Meeting.begin();
  const { port } = gone.relay;
  await gone.relay.stop();
  const outcomes = await Promise.all([
    probe(`127.0.0.1:${port}`),
    probe(`127.0.0.1:${silent.port}`),
    probe("nowhere.invalid"),
    probe("ws://127.0.0.1:1"),
    probe("localhost", "--skip", "tcp"),
  ]);
  const texts = [
    `nothing listens on TCP ${port}: start the server`,
    "no Lacewing server is there: ",
    "there is no host nowhere.invalid: look at its spelling",
    "FAIL  WebSocket  pages in browsers cannot connect. ws://127.0.0.1:1/: ",
    "",
  ];
  expect(outcomes.map(({ status, out }, i) => [status, out.includes(texts[i] ?? "")])).toEqual([
    [1, true],
    [1, true],
    [1, true],
    [1, true],
    [2, true],
  ]);
  expect(outcomes[4]?.err).toBe('greenwing: --skip: given "tcp", allowed is udp, websocket\n');
}, 12_000);

test("a certificate that nobody trusts, and a port spoken to in the wrong way, are told apart, with what to do", async () => {
  await using meeting = await Meeting.begin({ tls: PLAY });
  const { port, tlsPort, webSocketPort } = meeting.relay;
  const causes: Record<string, string> = {
    [`wss://127.0.0.1:${webSocketPort}`]: "nobody here trusts (for one that you made, NODE_EXTRA_CA_CERTS=",
    [`ws://127.0.0.1:${webSocketPort}`]: "the connection broke (if this port is encrypted, use wss://",
    [`wss://127.0.0.1:${port}`]: "the connection broke (if this port is not encrypted, use ws://",
    "ws://127.0.0.1:1": "nothing listens there (start the server, ",
    [`lacewings://127.0.0.1:${tlsPort}`]:
      "a server is there, but no client trusts it: its certificate is one",
    [`lacewings://127.0.0.1:${port}`]:
      "no Lacewing server is there: the connection broke (if this port is not ",
    [`127.0.0.1:${tlsPort}`]: "; an encrypted one needs wss:// or lacewings://)",
  };
  const outcomes = await Promise.all(Object.keys(causes).map((address) => probe(address)));
  for (const [i, cause] of Object.values(causes).entries())
    expect([outcomes[i]?.status, outcomes[i]?.out]).toEqual([1, expect.stringContaining(cause)]);
}, 12_000);

test.each(["127.0.0.1:6121", "x y", "ws://x y", "lacewing://127.0.0.1"])(
  "--websocket %j is no WebSocket, and is refused before anything is tried",
  async (address) => {
    const { status, out, err } = await probe("127.0.0.1:1", "--websocket", address);
    expect([status, out]).toEqual([2, ""]);
    expect(err).toBe(
      `greenwing: --websocket: given ${JSON.stringify(address)}, allowed is ws://HOST:PORT or wss://HOST:PORT\n`,
    );
  },
);
