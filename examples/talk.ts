/**
 * A client to talk to a server with, in a terminal: bun examples/talk.ts [HOST [PORT]]
 *
 *     /name Ada     asks for a name            Hello!       says it in the channel joined last
 *     /join Lobby   joins a channel            /7 Hello!    sends it to the server, on subchannel 7
 *     /leave        leaves it                  /list        asks which channels there are
 *     //kick Bob    says /kick Bob
 */
const [host = "127.0.0.1", port = "6121"] = process.argv.slice(2);

let channel = 0;
let received = Buffer.alloc(0);
/** The names of the others, by their ids. */
const names = new Map<number, string>();

/** Sends a frame: section 2 of docs/protocol.md. */
function send(type: number, ...parts: (number | string)[]) {
  const payload = parts.flatMap((part) => (typeof part === "string" ? [...Buffer.from(part)] : [part]));
  const { length } = payload;
  const size = length < 254 ? [length] : [254, length & 255, length >> 8];
  socket.write(Buffer.from([type << 4, ...size, ...payload]));
}

/** Cuts what has come so far into frames. */
function receive(chunk: Buffer) {
  received = Buffer.concat([received, chunk]);
  while (received.length >= 2) {
    const [head = 0, short = 0] = received;
    const start = short < 254 ? 2 : short === 254 ? 4 : 6;
    if (received.length < start) return;
    const end = start + (start === 2 ? short : received.readUIntLE(2, start - 2));
    if (received.length < end) return;
    hear(head >> 4, received.subarray(start, end));
    received = received.subarray(end);
  }
}

/** What the server says: section 5. */
function hear(type: number, payload: Buffer) {
  const by = () => names.get(payload.readUInt16LE(3));
  if (type === 0) answer(payload);
  else if (type === 1 || type === 5) console.log(`server, subchannel ${payload[0]}: ${payload.subarray(1)}`);
  else if (type === 2 || type === 6) console.log(`${by()}: ${payload.subarray(5)}`);
  else if (type === 3 || type === 7) console.log(`${by()}, to you alone: ${payload.subarray(5)}`);
  else if (type === 4 || type === 8) console.log(`channel: ${payload.subarray(3)}`);
  else if (type === 9) peer(payload);
  else if (type === 11) send(9); // a Ping: without the Pong the server would hang up
}

/** Somebody else came, took another name, or left. */
function peer(payload: Buffer) {
  const id = payload.readUInt16LE(2);
  const isMaster = payload[4] === 1 ? ", the channel's master" : "";
  if (payload.length === 4) console.log(`${names.get(id)} left`);
  else console.log(`${names.set(id, `${payload.subarray(5)}`).get(id)} is here${isMaster}`);
}

/** The answer to a request: section 5.1. */
function answer(payload: Buffer) {
  const [request = 0, success = 0, length = 0, joined = 0] = payload;
  const reason = request === 1 || request === 2 ? 3 + length : request === 3 ? 4 : 2;
  if (success === 0) console.log(`! ${payload.subarray(reason)}`);
  else if (request === 0) console.log(`connected: ${payload.subarray(4)}`);
  else if (request === 1) console.log(`your name is ${payload.subarray(3)}`);
  else if (request === 2) join(payload.subarray(4, 4 + joined), payload.subarray(4 + joined));
  else if (request === 3) console.log("you are out of the channel");
  else for (const [peers, name] of entries(payload.subarray(2), 2)) console.log(`${name}: ${peers}`);
}

/** The channel joined, and who is in it. */
function join(name: Buffer, rest: Buffer) {
  channel = rest.readUInt16LE(0);
  const peers = entries(rest.subarray(2), 3);
  for (const [id, peer] of peers) names.set(id, peer);
  console.log(`you are in ${name}, with ${peers.map(([, peer]) => peer).join(", ") || "nobody else"}`);
}

/** What begins with a number, and has a name whose length is `at` bytes after that: peers and channels. */
function entries(bytes: Buffer, at: number): [number, string][] {
  if (bytes.length === 0) return [];
  const end = at + 1 + bytes.readUInt8(at);
  return [[bytes.readUInt16LE(0), `${bytes.subarray(at + 1, end)}`], ...entries(bytes.subarray(end), at)];
}

/** What was typed. */
function say(line: string) {
  const [, word = "", text = ""] = /^\/(\w+) ?(.*)/.exec(line) ?? [];
  const id = [channel & 255, channel >> 8];
  if (word === "") send(2, 0, ...id, line.replace(/^\/\//, "/"));
  else if (word === "name") send(0, 1, text);
  else if (word === "join") send(0, 2, 0, text);
  else if (word === "leave") send(0, 3, ...id);
  else if (word === "list") send(0, 4);
  else if (Number(word) < 256) send(1, Number(word), text);
  else console.log("! there are /name, /join, /leave, /list, and /0 to /255");
}

const socket = await Bun.connect({
  hostname: host,
  port: Number(port),
  socket: {
    data: (_socket, chunk) => receive(chunk),
    close: () => {
      console.log("the server has hung up");
      process.exit();
    },
  },
}).catch(() => {
  console.log(`nothing listens on ${host}, port ${port}: start the server first`);
  process.exit(1);
});
socket.write(Buffer.from([0]));
send(0, 0, "revision 3");
for await (const line of console) say(line);
process.exit();

// It awaits at its top level, and only a module may.
export {};
