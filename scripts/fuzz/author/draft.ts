const CAPACITY = 1 << 20;
/** More than the largest frame that is written. */
const LARGEST = 160 * 1024;
/** What a datagram holds beside the id; the system takes 65,507 bytes. */
const MOST_BY_DATAGRAM = 65_504;

/** What a client is about to say: frames one after the other in one buffer, whole or spoilt. */
export class Draft {
  readonly bytes = new Uint8Array(CAPACITY);
  end = 0;
  /** Where each frame starts. */
  readonly starts: number[] = [];

  get length(): number {
    return this.starts.length;
  }

  /** Where the last frame starts. */
  get start(): number {
    return this.starts[this.starts.length - 1] ?? 0;
  }

  /** Whether another frame of any size fits. */
  get hasRoom(): boolean {
    return this.end < CAPACITY - LARGEST;
  }

  clear(): void {
    this.end = 0;
    this.starts.length = 0;
  }

  /** Starts a frame. */
  begin(head: number): this {
    this.starts.push(this.end);
    this.bytes[this.end] = head;
    this.end += 2;
    return this;
  }

  u8(value: number): this {
    this.bytes[this.end++] = value;
    return this;
  }

  u16(value: number): this {
    this.bytes[this.end] = value;
    this.bytes[this.end + 1] = value >> 8;
    this.end += 2;
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.end);
    this.end += bytes.length;
    return this;
  }

  fill(byte: number, length: number): this {
    this.bytes.fill(byte, this.end, this.end + length);
    this.end += length;
    return this;
  }

  /** Ends a frame: writes its size in the shortest form (protocol.md, section 2). */
  finish(): void {
    const size = this.end - this.start - 2;
    this.resize(2, size < 254 ? 2 : size < 65_535 ? 4 : 6, size);
  }

  /** The length of the last frame's header, as its size byte says. */
  get header(): number {
    const form = this.bytes[this.start + 1] as number;
    return form < 254 ? 2 : form === 254 ? 4 : 6;
  }

  /** Gives the last frame's header another length, and says this size in it, which may be a lie. */
  resize(former: number, header: number, size: number): void {
    const { start, bytes } = this;
    if (former !== header) bytes.copyWithin(start + header, start + former, this.end);
    this.end += header - former;
    if (header > 2) bytes[start + 1] = header === 4 ? 254 : 255;
    if (header === 2) bytes[start + 1] = size;
    for (let i = 2; i < header; i++) bytes[start + i] = size / 256 ** (i - 2);
  }

  /** A private copy of all of it, the frames in this order; indices may be missing or come twice. */
  take(order?: readonly number[]): Uint8Array {
    if (order === undefined) return this.bytes.slice(0, this.end);
    const parts = order.map((i) => this.bytes.subarray(this.starts[i], this.starts[i + 1] ?? this.end));
    return new Uint8Array(Buffer.concat(parts));
  }

  /** The last frame as a datagram that says it is from client `id`: without a size (protocol.md, section 3). */
  takeDatagram(id: number): Uint8Array {
    const payload = Math.min(this.start + this.header, this.end);
    const length = Math.min(this.end - payload, MOST_BY_DATAGRAM);
    const datagram = new Uint8Array(3 + length);
    datagram[0] = this.bytes[this.start] as number;
    datagram[1] = id;
    datagram[2] = id >> 8;
    for (let i = 0; i < length; i++) datagram[3 + i] = this.bytes[payload + i] as number;
    return datagram;
  }
}
