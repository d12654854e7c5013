/**
 * Two players meet in a channel and greet each other, byte by byte as protocol.md has it, without any library. Start a
 * server, then: bun examples/first-conversation.ts [HOST [PORT]]
 */
const [host = "127.0.0.1", port = "6121"] = process.argv.slice(2);

/** A frame of up to 253 bytes (section 2): head, size, payload. */
function frame(type: number, ...payload: (number | string)[]): Buffer {
  const parts = payload.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.of(part)));
  const bytes = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(type << 4, bytes.length), bytes]);
}

class Player {
  readonly name: string;
  #received = Buffer.alloc(0);
  #wake = () => {};
  #write: (data: Buffer) => void = () => {};
  #channel: [number, number] = [0, 0];

  constructor(name: string) {
    this.name = name;
  }

  /** Connects, takes the name and joins the channel (section 4.1). */
  async enter(channel: string): Promise<void> {
    const socket = await Bun.connect({
      hostname: host,
      port: Number(port),
      socket: {
        data: (_, chunk) => {
          this.#received = Buffer.concat([this.#received, chunk]);
          this.#wake();
        },
      },
    }).catch(() => {
      console.log(`nothing listens on ${host}, port ${port}: start the server first`);
      process.exit(1);
    });
    this.#write = (data) => void socket.write(data);
    this.#write(Buffer.of(0));
    const welcome = await this.#request(0, "revision 3");
    console.log(`${this.name} is client ${welcome.readUInt16LE(0)} and is told: ${welcome.subarray(2)}`);
    await this.#request(1, this.name);
    const joined = await this.#request(2, 0, channel);
    const end = 2 + joined.readUInt8(1);
    this.#channel = [joined.readUInt8(end), joined.readUInt8(end + 1)];
    console.log(`${this.name} is in ${joined.subarray(2, end)}`);
  }

  /** Sends a text to the channel's other peers: type 2 (section 4). */
  say(text: string): void {
    this.#write(frame(2, 0, ...this.#channel, text));
  }

  /** Waits for a text from the channel: type 2 (section 5). Others, such as a peer that joined, are passed over. */
  async hear(): Promise<void> {
    const payload = await this.#next(2);
    console.log(`${this.name} hears client ${payload.readUInt16LE(3)} say: ${payload.subarray(5)}`);
  }

  async #request(...request: (number | string)[]): Promise<Buffer> {
    this.#write(frame(0, ...request));
    const response = await this.#next(0);
    if (response[1] !== 1) {
      // Where a name was asked for, it stands before the reason (section 5.1).
      const reason = request[0] === 0 ? response.subarray(2) : response.subarray(3 + response.readUInt8(2));
      console.log(`${this.name} was denied: ${reason}`);
      process.exit(1);
    }
    return response.subarray(2);
  }

  /** The payload of the next frame of this type. */
  async #next(type: number): Promise<Buffer> {
    for (;;) {
      const [head = 0, size = 0] = this.#received;
      if (this.#received.length >= 2 && this.#received.length >= 2 + size) {
        const payload = this.#received.subarray(2, 2 + size);
        this.#received = this.#received.subarray(2 + size);
        if (head >> 4 === type) return payload;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}

const ada = new Player("Ada");
const bob = new Player("Bob");
await ada.enter("Lobby");
await bob.enter("Lobby");
bob.say("Hello, Ada!");
await ada.hear();
ada.say("Hello, Bob!");
await bob.hear();
process.exit();

// It awaits at its top level, and only a module may.
export {};
