/** Bytes that were read. They hold during the call that they are handed over by. */
export interface Chunk {
  readonly bytes: Uint8Array;
  /** The same bytes. */
  readonly view: DataView;
  readonly start: number;
  readonly end: number;
  /** When they were read, by {@link now}. */
  readonly time: number;
}

/** Who hears what comes by a connection. */
export interface Ear {
  /** The connection is made. */
  opened(): void;
  /** Bytes came. Returns how far they were read; what is left comes again, with more behind it. */
  hear(chunk: Chunk): number;
  /** A datagram came. */
  hearDatagram(chunk: Chunk): void;
  /** The connection is gone, or was never made. Not told of one that was closed at this end. */
  lost(reason: string): void;
}

/** One client's way to the server. */
export interface Line {
  /** Sends by TCP what is in `bytes` now; what the system does not take waits its turn. */
  send(bytes: Uint8Array): void;
  /** Opens a UDP port, from which datagrams go to the server, and to which they come. */
  openPort(): void;
  /** Sends a datagram, or drops it where the system does not take it. */
  sendDatagram(bytes: Uint8Array): void;
  /** Breaks the connection. */
  close(): void;
}

/** Many connections to one server, of which one thread takes care. */
export interface Net {
  /** Begins to connect; `ear` is told what becomes of it. */
  connect(ear: Ear): Line;
  /** Hears what has come; where nothing has, waits for it so many microseconds at most. */
  poll(wait: number): void | Promise<void>;
  /** Breaks all connections. */
  close(): void;
}

/** The time in microseconds, from a moment that does not matter. */
export function now(): number {
  return Bun.nanoseconds() / 1000;
}
