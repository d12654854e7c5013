// The types of greenwing 0.1.0: what is imported from "greenwing/client".
// Made from the source by scripts/types.ts. Sections are those of docs/protocol.md.

/// <reference lib="esnext.disposable" />

declare module "greenwing/client" {
  /** What can be sent: a text (variant 0), an integer (variant 1), bytes (variant 2) or anything as JSON (Object). */
  export type Value = string | number | Uint8Array | object;

  /** How a value is sent. */
  export interface ValueOptions {
    /** Says that the data is of another format than the value suggests: 0 to 15. */
    readonly variant?: number;
    /**
     * Sends an Object message (JSON), also for a text or a number. Objects and arrays always go so; bytes are taken for
     * the JSON text that they are, so that a message can be sent on as it came.
     */
    readonly asObject?: boolean;
  }

  /** A channel that the client is in, or (`joined` false) was in. It stays the same when a lost connection comes back. */
  export interface Channel {
    /** Its number, as long as this connection lasts. */
    get id(): number;
    /** Its name, as its creator wrote it. */
    get name(): string;
    /** Whether this client is the channel's master. */
    get isMaster(): boolean;
    /** Whether the client is in it just now. */
    get joined(): boolean;
    /** The others in it, by their ids. */
    get peers(): ReadonlyMap<number, Peer>;
    /** Sends a value to all peers; false where there is no connection. Throws a RangeError for what does not fit. */
    send(value: Value, subchannel?: number, options?: ValueOptions): boolean;
    /** As `send`, unreliably and fast: by UDP. False where it went nowhere. */
    blast(value: Value, subchannel?: number, options?: ValueOptions): boolean;
    /** Leaves it. Rejects with a DenialError or DisconnectedError. */
    leave(): Promise<void>;
    /** Puts a peer out, which only the channel's master can: from anybody else the server ignores it. */
    kick(peer: Peer): boolean;
  }

  /** How a channel was asked for; both matter only to who creates it. */
  export interface JoinOptions {
    /** It is not in the channel list. */
    readonly hidden?: boolean;
    /** It closes when its master leaves. */
    readonly autoClose?: boolean;
  }

  /** Another client of a channel. */
  export interface Peer {
    readonly channel: Channel;
    /** Its number, the same in all channels. */
    readonly id: number;
    /** Its name, as it is now. */
    get name(): string;
    /** Whether it is the channel's master. */
    get isMaster(): boolean;
    /** Sends it a value that nobody else gets. False where there is no connection. */
    send(value: Value, subchannel?: number, options?: ValueOptions): boolean;
    /** As `send`, by UDP. False where it went nowhere. */
    blast(value: Value, subchannel?: number, options?: ValueOptions): boolean;
  }

  /** The server has denied a request, and this is why: section 5.1. */
  export class DenialError extends Error {
    readonly name = "DenialError";
    /** What was asked for. */
    readonly request: RequestName;
    /** The server's words. */
    readonly reason: string;
    constructor(request: RequestName, reason: string);
  }

  /** There is no connection, or it ended before the server had answered. */
  export class DisconnectedError extends Error {
    readonly name = "DisconnectedError";
  }

  /** What a client is told, by the name of the event. */
  export interface ClientEvents {
    /** The server has accepted the connection; `again` after one that was lost. */
    readonly connected: {
      readonly id: number;
      readonly welcome: string;
      readonly again: boolean;
    };
    /** There is no connection. In `retryIn` milliseconds another is tried; undefined: none, this is the end. */
    readonly disconnected: {
      readonly reason: string;
      readonly retryIn: number | undefined;
    };
    /** Blasts get through from now on, or (`ready` false) the server has not answered by UDP within 5 s. */
    readonly blasts: {
      readonly ready: boolean;
    };
    /** What a client that came back had before was denied, and is asked for again for a while. */
    readonly denied: {
      readonly request: RequestName;
      readonly name: string;
      readonly reason: string;
    };
    /** The client has another name, asked for or not. */
    readonly nameChanged: {
      readonly name: string;
      readonly before: string;
    };
    /** The client is in a channel, asked for or not; `again` after a connection that was lost. */
    readonly joined: {
      readonly channel: Channel;
      readonly again: boolean;
    };
    /** The client is out of a channel. `asked` is false where it was kicked, the channel closed, or it stayed denied. */
    readonly left: {
      readonly channel: Channel;
      readonly asked: boolean;
    };
    readonly peerJoined: {
      readonly channel: Channel;
      readonly peer: Peer;
    };
    readonly peerLeft: {
      readonly channel: Channel;
      readonly peer: Peer;
    };
    readonly peerNameChanged: {
      readonly channel: Channel;
      readonly peer: Peer;
      readonly before: string;
    };
    /** A peer has become the channel's master, or is it no more (see `peer.isMaster`). */
    readonly masterChanged: {
      readonly channel: Channel;
      readonly peer: Peer;
    };
    /** A message of the server to this client. */
    readonly serverMessage: {
      readonly message: Received;
    };
    /** A message of a peer to all of a channel. */
    readonly channelMessage: {
      readonly channel: Channel;
      readonly peer: Peer;
      readonly message: Received;
    };
    /** A message of a peer to this client alone. */
    readonly peerMessage: {
      readonly channel: Channel;
      readonly peer: Peer;
      readonly message: Received;
    };
    /** A message of the server to all of a channel. */
    readonly serverChannelMessage: {
      readonly channel: Channel;
      readonly message: Received;
    };
    /** Something came that cannot be read, and was passed over. */
    readonly misread: {
      readonly reason: string;
    };
  }

  /** A client of a Lacewing server, over TCP and UDP or a WebSocket. */
  export class Client {
    /** Nothing happens before `open` or `start`. Throws a RangeError for what is no address of a server. */
    constructor(address: string | URL, options?: ClientOptions);
    /** Calls `listener` whenever `event` happens, until the function that this gives is called. */
    on<Name extends keyof ClientEvents>(event: Name, listener: (event: ClientEvents[Name]) => void): () => void;
    /** "waiting": until the next try to connect. */
    get phase(): Phase;
    /** The client's number; undefined while there is no connection. */
    get id(): number | undefined;
    /** What the server said when it accepted the connection. */
    get welcome(): string;
    /** The name that the server has granted; empty where it has none. */
    get name(): string;
    /** What the connection is made of; undefined while there is none. */
    get transport(): "tcp" | "websocket" | undefined;
    /** Whether blasts get through: on a WebSocket always, else once UDP has been answered. */
    get blasts(): boolean;
    /** Bytes that were sent and have not left this program yet. */
    get waiting(): number;
    /** The channels that the client is in, by their ids. */
    get channels(): ReadonlyMap<number, Channel>;
    /**
     * Connects, and takes its name. Rejects with a DenialError where the server refuses either, with an Error that says in
     * a few words why where there is no connection; then the client is closed, and another must be made.
     */
    open(): Promise<void>;
    /** Connects, and tries again until it succeeds: `connected` and `disconnected` tell of it. */
    start(): void;
    /** Ends the connection after what was sent, and does not come back. Resolves when it has ended: within 2 s. */
    close(): Promise<void>;
    /**
     * Asks for a name; gives the one that the server has granted, which may differ. Rejects with a DenialError or a
     * DisconnectedError, as all requests do.
     */
    setName(name: string): Promise<string>;
    /**
     * Joins a channel, which is created where there is none of this name. While it is asked for already, as after a
     * connection was lost, this is the answer to that.
     */
    join(name: string, options?: JoinOptions): Promise<Channel>;
    /** The channels that can be seen. */
    listChannels(): Promise<ListedChannel[]>;
    /** How long the server takes to answer, in milliseconds. It is asked for the channel list, which servers bound. */
    ping(): Promise<number>;
    /** Sends a value to the server itself. False where there is no connection. */
    send(value: Value, subchannel?: number, options?: ValueOptions): boolean;
    /** As `send`, by UDP. False where it went nowhere. */
    blast(value: Value, subchannel?: number, options?: ValueOptions): boolean;
  }

  /** How a client connects. Times are in milliseconds. */
  export interface ClientOptions {
    /** The name that it asks for as soon as it is connected, and again whenever it comes back. */
    readonly name?: string;
    /** Whether it comes back when a connection is lost, with its name and channels, and after which delays. By default it does. */
    readonly reconnect?: boolean | BackoffOptions;
    /** What becomes of a blast while UDP does not get through: nothing (the default), or it is sent by TCP. */
    readonly udpFallback?: "none" | "tcp";
    /** How long a server may take to accept a connection: 10,000. */
    readonly timeout?: number;
    /** How long a server may say nothing before it is asked whether it is there, and then given up: 30,000; 0: for ever. */
    readonly silence?: number;
  }

  /** Connects: a `Client` that was opened. Rejects as `open` does. */
  export function connect(address: string | URL, options?: ClientOptions): Promise<Client>;

  /** How long to wait before another try to connect, in milliseconds. */
  export interface BackoffOptions {
    /** Before the first of them: 500. */
    readonly first?: number;
    /** It doubles each time, up to this: 30,000. */
    readonly most?: number;
  }

  /** What a client is doing about its connection; "waiting" is until the next try. */
  export type Phase = "idle" | "connecting" | "connected" | "waiting" | "closed";

  /** A message that came from the server or, by way of it, from a peer. Its body is decoded when it is asked for. */
  export interface Received {
    /** The application's byte, 0 to 255. */
    readonly subchannel: number;
    /** The data format, 0 to 15; by convention 0 text, 1 number, 2 binary (section 1). */
    readonly variant: number;
    /** It was blasted: it came by UDP, or as what stands for that on a WebSocket. */
    readonly blasted: boolean;
    /** It is an Object message: JSON text. */
    readonly isObject: boolean;
    /** The data: a view into what came with it. Copy what is kept for long. */
    readonly bytes: Uint8Array;
    /** The data as text: UTF-8, else Windows-1252. */
    get text(): string;
    /** The data as a signed 32-bit number; undefined where it is not exactly four bytes. */
    get number(): number | undefined;
    /** The data read as JSON; undefined where it is none. Peers may send anything: check what it is. */
    get object(): unknown;
    /** The data as its kind and variant say: object, text or number; otherwise the bytes. */
    get value(): unknown;
  }

  /** A channel in the list of channels. */
  export interface ListedChannel {
    readonly name: string;
    /** How many are in it. */
    readonly peers: number;
  }

  /** The name of a request, as protocol.md spells it. */
  type RequestName = "Connect" | "SetName" | "JoinChannel" | "LeaveChannel" | "ChannelList";

  export {};
}
