// The types of greenwing 0.1.0: what is imported from "greenwing".
// Made from the source by scripts/types.ts. Sections are those of docs/protocol.md.

/// <reference lib="esnext.disposable" />

declare module "greenwing" {
  /** Who may not connect. */
  export interface Ban {
    /** An address or a network: `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/64`. */
    readonly address: string;
    /** Why, for the owner's eyes: those who are banned are told nothing. */
    readonly reason: string;
    /** When it ends; undefined: never. */
    readonly until: Date | undefined;
  }

  /** A ban as it is given. */
  export interface BanInput {
    readonly address: string;
    /** By default none. */
    readonly reason?: string | undefined;
    /** By default it never ends. */
    readonly until?: Date | undefined;
  }

  /** The bans of a server that hold, in no order. They keep out those who come; who is in already stays. */
  export interface BanList extends Iterable<Ban> {
    /**
     * Bans an address or a network, in place of an earlier ban of exactly the same. Throws a RangeError where `address`
     * is neither, or `until` is no moment before the year 10000.
     */
    add(ban: BanInput): Ban;
    /** Lifts the ban of exactly this address or network. Returns whether there was one. */
    lift(address: string): boolean;
    /** The ban that keeps an address out, if one does: that of the narrowest network. */
    of(address: string): Ban | undefined;
  }

  /** What was given as hooks is none; the message says why, in one line. */
  export class HooksError extends Error {
    readonly name = "HooksError";
    /** The member that it is about. */
    readonly member: string | undefined;
    constructor(message: string, member?: string);
  }

  /** The name of a hook. */
  export type HookName = keyof Hooks;

  /**
   * The owner's hooks, all of them optional. `accept...` is asked before the fact, after the server's own rules, and may
   * refuse; a past tense is told after the fact, when every client has been told.
   *
   * What is asked answers with a verdict: nothing or `true` accepts, `false` refuses with the standard reason,
   * `deny(reason)` with one's own; where a name is asked for, `rename(name)` accepts with another one. A refusal reaches
   * the client as the failure response to its request (section 5.1), except where it says otherwise below.
   *
   * What throws or rejects refuses (`accept...`) or is passed over (the others), and is logged with its line; so is an
   * answer that is no verdict. Hooks about messages must answer at once: the types refuse a promise, and at run time one
   * refuses the message. All others may return a promise. While that of an `accept...` is pending, this client's later
   * messages wait, in order, and everybody else goes on; after `limits.hookTimeout` (10 s) it counts as a denial, "No
   * decision in time", and when the client has gone meanwhile, what comes of it is dropped. Nothing waits for the others.
   *
   * A hook may do anything with any client and channel, those in question too; clients see it in the order it was done.
   */
  export interface Hooks {
    /**
     * May this client connect? Asked when its Connect request is right and there is room; it has its id, and no name yet.
     * A refusal is told by a Connect failure with the reason, and ends the connection.
     */
    acceptConnection?(client: Client): Eventually<Verdict>;
    /**
     * May the client take its first name? Asked when the name is valid and free. Accepted: a SetName success with the
     * name, or with the one of `rename`, which must be valid and free too. Refused: a SetName failure; it stays nameless.
     */
    acceptLogin?(client: Client, name: string): Eventually<NameVerdict>;
    /** May the client, which has a name, take another? As `acceptLogin`; refused, it keeps the name that it has. */
    acceptNameChange?(client: Client, name: string): Eventually<NameVerdict>;
    /**
     * May the client join the channel of this name (`existing`), or create it (undefined)? Asked when it has a name and
     * no limit is reached. Accepted: a JoinChannel success with the channel's peers; `rename` sends it to the channel of
     * another name, made if there is none. Refused: a JoinChannel failure.
     */
    acceptChannelJoin?(client: Client, channelName: string, existing: Channel | undefined): Eventually<NameVerdict>;
    /**
     * May the client leave the channel? Not asked when it disconnects, is kicked, or the channel closes. Accepted: a
     * LeaveChannel success. Refused: a LeaveChannel failure; it stays.
     */
    acceptChannelLeave?(client: Client, channel: Channel): Eventually<Verdict>;
    /** May the client have the channel list? Refused: a ChannelList failure, which some old clients do not expect. */
    acceptChannelListRequest?(client: Client): Eventually<Verdict>;
    /**
     * May the message go to the channel's other clients? Must answer at once. Refused, it is dropped, and nobody is told:
     * the protocol has no answer for it, a reason goes nowhere.
     */
    acceptChannelMessage?(client: Client, channel: Channel, message: Message): Verdict;
    /** May the message go to the recipient, a peer in the channel? Must answer at once; as `acceptChannelMessage`. */
    acceptPrivateMessage?(client: Client, channel: Channel, recipient: Client, message: Message): Verdict;
    /**
     * May the channel's master do this to a peer? Accepted: the peer is taken out and told so by a LeaveChannel success.
     * Refused, nothing happens, and nobody is told: the protocol has no answer for it.
     */
    acceptMasterAction?(client: Client, channel: Channel, peer: Client, action: MasterActionName): Eventually<Verdict>;
    /** A Lacewing client opened a connection and has said so; it has no id and no name yet. */
    connectionMade?(client: Client): Eventually<void>;
    /** The connection was accepted: the client has its id and the welcome. */
    connectionAccepted?(client: Client): Eventually<void>;
    /**
     * The connection is over, and the client has left its channels. Told once for each `connectionMade`; `reason` says
     * in English who or what ended it.
     */
    connectionLost?(client: Client, reason: string): Eventually<void>;
    /** The client got its first name, by its own wish or the owner's. */
    loginAccepted?(client: Client, name: string): Eventually<void>;
    /** The client got another name, by its own wish or the owner's; the peers of its channels know. */
    nameChanged?(client: Client, name: string): Eventually<void>;
    /** The client answered a Ping after `latency` milliseconds. */
    pongReceived?(client: Client, latency: number): Eventually<void>;
    /** The client is in the channel, by its own wish or the owner's; its peers know. */
    channelJoined?(client: Client, channel: Channel): Eventually<void>;
    /**
     * The client is no longer in the channel: it left, was kicked, disconnected, or the channel closed; its peers know. A
     * master who left is no longer `channel.master`.
     */
    channelLeft?(client: Client, channel: Channel): Eventually<void>;
    /** The client was sent the channel list. */
    channelListSent?(client: Client): Eventually<void>;
    /** The channel was made: by its first client, who is in it and its master, or by the owner, and then it is empty. */
    channelAdded?(channel: Channel): Eventually<void>;
    /** The channel is closed; nobody is in it any more. */
    channelRemoved?(channel: Channel): Eventually<void>;
    /** The client sent or blasted a message to the server. Told at once: a promise is not waited for. */
    messageReceived?(client: Client, message: Message): Nothing;
    /** The client's message went to the channel's other clients. */
    channelMessageReceived?(client: Client, channel: Channel, message: Message): Nothing;
    /** The client's message went to the recipient. */
    privateMessageReceived?(client: Client, channel: Channel, recipient: Client, message: Message): Nothing;
    /** The master's action was carried out. */
    masterActionExecuted?(client: Client, channel: Channel, peer: Client, action: MasterActionName): Eventually<void>;
    /**
     * These hooks are not called any more: others were put in their place, or the server has stopped. Close what they
     * opened here (files, databases); timers of the relay and what is kept with clients and channels need no care.
     */
    dispose?(): Eventually<void>;
  }

  /** What a channel master can ask for: section 4, ChannelMaster. */
  export type MasterActionName = "kick";

  /** A client's message as a hook sees it. Its body is decoded when it is first asked for, and not before. */
  export interface Message {
    /** The application's byte, 0 to 255. */
    readonly subchannel: number;
    /** The data format, 0 to 15; by convention 0 text, 1 number, 2 binary (section 1). */
    readonly variant: number;
    /** It came by UDP. */
    readonly blasted: boolean;
    /** It is an Object message: JSON text. */
    readonly isObject: boolean;
    /** The data: a view that is valid during the call. Copy what is kept. */
    get bytes(): Uint8Array;
    /** The data as text: UTF-8, else Windows-1252. */
    get text(): string;
    /** The data as a signed 32-bit number; undefined where it is not exactly four bytes. */
    get number(): number | undefined;
    /** The data read as JSON; undefined where it is none. */
    get object(): unknown;
    /** The data as its kind and variant say: object, text or number; otherwise the bytes. */
    get value(): unknown;
  }

  /** Tells where a hook is written, as far as that is known: file and line. */
  export type Whereabouts = (hook: HookName) => string | undefined;

  /** Refuses. The client is told the reason; an empty one stands for the standard reason. */
  export function deny(reason?: string): Denial;

  /** Now, or after a while. */
  export type Eventually<T> = T | Promise<T>;

  /** As {@link Verdict}, where a name was asked for: `rename(name)` accepts with another name. */
  export type NameVerdict = Verdict | Rename;

  /** An answer that accepts a name, but another one than was asked for. */
  export interface Rename {
    /** Tells it from other things that have a name, such as a client. */
    readonly verdict: "rename";
    readonly name: string;
  }

  /** Accepts, with another name. The server's own rules are asked again about it, and may deny. */
  export function rename(name: string): Rename;

  /** A hook's answer: nothing or `true` accepts, `false` refuses with the standard reason, `deny(reason)` with one's own. */
  export type Verdict = void | undefined | boolean | Denial;

  /** How important a line is, least first; `silent` as a setting logs nothing. */
  export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

  /** Takes finished lines; the server never writes anywhere else. `cause` is what they are limited by, where they are. */
  export type LogSink = (level: Level, line: string, cause?: string) => void;

  /** The name of a request, as protocol.md spells it. */
  export type RequestName = "Connect" | "SetName" | "JoinChannel" | "LeaveChannel" | "ChannelList";

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

  /** A channel. What is done with one that was closed does nothing, and is noted in the log with the line that did it. */
  export interface Channel {
    /** 1 to 65534, unique among the open ones. */
    readonly id: number;
    /** In the spelling of who created it. */
    readonly name: string;
    /** The client who created it, while there; with `channels.succession` or when the owner says so, somebody else. */
    readonly master: Client | undefined;
    /** Left out of the channel list. */
    hidden: boolean;
    /** Closes when its master leaves. */
    autoClose: boolean;
    /**
     * How many clients it holds, from 1; undefined, as it is at first: as many as `limits.peersPerChannel` lets in, which
     * is never exceeded. Who is in it already stays. Setting what is no such number throws a RangeError.
     */
    limit: number | undefined;
    /** Stays open when the last client leaves. An empty channel that is set not to be persistent closes. */
    persistent: boolean;
    /** Who is in it. */
    readonly clients: readonly Client[];
    /** False once the channel is closed. */
    readonly open: boolean;
    /** Whatever the owner wants to keep with the channel. */
    readonly data: ChannelData;
    /** Sends a message of the server to everybody in the channel (section 5, types 4 and 8); see Client.sendMessage. */
    sendMessage(value: Value, subchannel?: number, options?: ValueOptions): void;
    /** As `sendMessage`, by UDP. */
    blast(value: Value, subchannel?: number, options?: ValueOptions): void;
    /** Makes one of the channel's clients its master, or nobody; the others are told. */
    setMaster(client: Client | undefined): void;
    /** Takes a client out of the channel; it is told by a LeaveChannel success. */
    kick(client: Client): void;
    /** Takes everybody out; each is told by a LeaveChannel success. */
    close(): void;
  }

  /** What an owner keeps with a channel; known keys can be added by declaration merging. */
  export interface ChannelData {
    [key: string]: unknown;
  }

  /** How an owner makes a channel. */
  export interface ChannelOptions {
    /** Leave the channel out of the channel list. */
    readonly hidden?: boolean;
    /** How many clients it holds: see Channel.limit. */
    readonly limit?: number;
    /** Stay open while nobody is in it, which an owner's channel does by default: see Channel.persistent. */
    readonly persistent?: boolean;
  }

  /**
   * A connected program, as the server sees it. What is done with a client that has left does nothing, returns nothing,
   * and is noted in the log with the line that did it; nothing here asks the `accept...` hooks: these are the owner's own acts. They are seen by clients in the
   * order in which they were done.
   */
  export interface Client {
    /** 1 to 65534, unique among those connected; 0 before the server took the connection up. */
    readonly id: number;
    /** The name as text; empty before the client has one. Names are bytes on the wire: section 8. */
    readonly name: string;
    /** The IP address; an IPv4 address in its own form (`192.0.2.1`). */
    readonly address: string;
    readonly transport: TransportKind;
    /** Milliseconds from the last Ping to its Pong; undefined before the first. */
    readonly latency: number | undefined;
    /** What the client says it is built on, as it said it (sections 4 and 5, Implementation). */
    readonly implementation: string | undefined;
    /** The channels that the client is in. */
    readonly channels: readonly Channel[];
    /** False once the client has left. */
    readonly connected: boolean;
    /** Whatever the owner wants to keep with the client. */
    readonly data: ClientData;
    /**
     * Sends a server message (section 5, types 1 and 5) by TCP: a text, a whole number of 32 bits, bytes, or anything
     * else as JSON. Throws a RangeError or TypeError for a value, variant or subchannel that cannot be sent.
     */
    sendMessage(value: Value, subchannel?: number, options?: SendOptions): void;
    /** As `sendMessage`, by UDP: it may be lost, and goes nowhere where the client has no UDP (section 3). */
    blast(value: Value, subchannel?: number, options?: SendOptions): void;
    /** Gives the client a name. Returns why not where it cannot be: invalid or taken. */
    setName(name: string): string | undefined;
    /** Puts the client into a channel, made if there is none of that name. Returns why not where it cannot be. */
    joinChannel(name: string, options?: JoinOptions): string | undefined;
    /** Takes the client out of a channel; the client is told by a LeaveChannel success. */
    leaveChannel(channel: Channel): void;
    /** Sends the channel list, or another one. */
    sendChannelList(channels?: Iterable<ListedChannel>): void;
    /** Tells the client that a request was denied: the failures of section 5.1. */
    warn(request: RequestName, reason: string, about?: {
      readonly name?: string;
      readonly channel?: Channel;
    }): void;
    /** Sends a Ping; with `timeout` (seconds, or "500ms") the client is let go when it says nothing for so long. */
    ping(timeout?: Duration): void;
    /** Ends the connection, after what is queued. A reason is told to the client by a Connect failure (section 5.1). */
    disconnect(reason?: string): void;
  }

  /** What an owner keeps with a client; known keys can be added by declaration merging. */
  export interface ClientData {
    [key: string]: unknown;
  }

  /** Clients or channels by id and name. */
  export interface Collection<T> extends Iterable<T> {
    readonly size: number;
    get(id: number): T | undefined;
    /** By name, compared in simplified form (section 8); the first of several that have it. */
    named(name: string): T | undefined;
  }

  /** How a channel is made; it matters only to who creates it (section 4.1). */
  export interface JoinOptions {
    /** Leave the channel out of the channel list. */
    readonly hidden?: boolean;
    /** Close the channel when its master leaves (unless `channels.autoClose` is off). */
    readonly autoClose?: boolean;
  }

  /** A line of a channel list that an owner made up. */
  export interface ListedChannel {
    readonly name: string;
    readonly peers: number;
  }

  /** How a message to one client is sent. */
  export interface SendOptions extends ValueOptions {
    /**
     * Sends it as a message of this channel (types 4 and 8 of section 5), to this client alone, and nothing where the
     * client is not in it: old clients drop their connection when they hear of such a channel.
     */
    readonly channel?: Channel;
  }

  /** A refused request, as a value: what its sender is told. Denials are no errors. */
  export interface Denial {
    /** What the client reads; at least one character (section 6). */
    /** Tells it from other things that have a reason. */
    readonly verdict: "deny";
    readonly reason: string;
  }

  /**
   * The simplified form of a name: two names are the same where theirs are equal, however they are written (section 8).
   * It is what to keep names by, and to look them up by.
   */
  export function simplify(text: string): string;

  /** The ban file cannot be read, or what is in it makes no sense. */
  export class BanFileError extends Error {
    readonly name = "BanFileError";
    readonly path: string;
    /** `problem` is one line: where in the file it is, what is there and what is allowed. */
    constructor(path: string, problem: string);
  }

  /** The server cannot listen where it was told to. */
  export class ListenError extends Error {
    readonly name = "ListenError";
    /** The system's word for it: EADDRINUSE, EACCES, EADDRNOTAVAIL ... */
    readonly code: string;
    /** What the port was to be for. */
    readonly transport: ListeningFor;
    readonly host: string;
    readonly port: number;
    constructor(transport: ListeningFor, host: string, port: number, cause: unknown);
  }

  /** What a port is for. */
  export type ListeningFor = "TCP" | "UDP" | "WebSocket" | "TLS" | "Flash";

  /**
   * Makes the hooks of a server: it is given the relay, so that they can use it at any time. While it does its work
   * nobody is connected yet, unless the hooks take the place of others. It may take `limits.hookTimeout`.
   */
  export type HooksFactory = (relay: Relay) => Eventually<Hooks>;

  /** What a server is made with: any settings, the hooks, and where the log goes. */
  export interface ListenOptions extends Omit<SettingsInput, "hooks" | "watch" | "web"> {
    /** The address to listen on: `server.host`. */
    readonly host?: string;
    /** The port, for TCP and UDP alike; 0 takes a free one: `server.port`. */
    readonly port?: number;
    /** What clients are welcomed with: `server.welcome`. */
    readonly welcome?: string;
    /** The owner's hooks, or what makes them. */
    readonly hooks?: Hooks | HooksFactory;
    /** Takes the lines of the log; by default they go to the standard error output. */
    readonly logger?: LogSink;
  }

  /** A running server. */
  export class Relay implements AsyncDisposable {
    private constructor();
    /**
     * Starts a server. Rejects with a SettingsError for an option that cannot be, with a HooksError for hooks that are
     * none, with a BanFileError for a ban file that cannot be read, with a CertificateError for a certificate that cannot be
     * used, and with a ListenError for an address or port that cannot be listened on; then nothing is left half-started.
     */
    static listen(options?: ListenOptions): Promise<Relay>;
    /** The address that it listens on; before it does, the one of the settings. */
    get host(): string;
    /** The port that it listens on, TCP and UDP alike; before it does, the one of the settings (0: a free one). */
    get port(): number;
    /**
     * The port for WebSocket clients and browsers alone, `websocket.port`; undefined where there is none. They may use
     * `port` too where `tcp.acceptHttp` is on.
     */
    get webSocketPort(): number | undefined;
    /** The port for clients whose connections are encrypted, `tls.port`; undefined where there is none. */
    get tlsPort(): number | undefined;
    /** The settings, complete; durations are in milliseconds, sizes in bytes. */
    get settings(): Settings;
    /** What it has let go by or put an end to, since it started. */
    get counters(): Readonly<Counters>;
    /** The clients whose connection was accepted, the oldest first. */
    get clients(): Collection<Client>;
    /** The open channels, the oldest first. */
    get channels(): Collection<Channel>;
    /** Who may not connect. With `bans.file` they survive a restart. */
    get bans(): BanList;
    /** Sends a server message to every client: see Client.sendMessage. */
    broadcast(value: Value, subchannel?: number, options?: ValueOptions): void;
    /** Blasts a server message to every client: see Client.blast. */
    blast(value: Value, subchannel?: number, options?: ValueOptions): void;
    /**
     * Opens a channel that nobody is in yet and that has no master. Throws a RangeError where there cannot be one of this
     * name: the name is invalid or taken, or there are too many channels.
     */
    createChannel(name: string, options?: ChannelOptions): Channel;
    /**
     * Does `work` after a while (a number is seconds), unless what is returned is called before. Timers end with the
     * hooks that set them, and with the relay; what one throws is logged.
     */
    after(delay: Duration, work: Work): () => void;
    /** As `after`, again and again, at intervals of at least a millisecond. */
    every(interval: Duration, work: Work): () => void;
    /**
     * Puts other hooks in the place of those that there are, between two messages: no client notices, and what is kept
     * with clients and channels stays. The timers of those before end, and their `dispose` is called. Rejects with a
     * HooksError, or with what a factory threw, and leaves those before in place then.
     */
    replaceHooks(hooks: Hooks | HooksFactory, whereabouts?: Whereabouts): Promise<void>;
    /**
     * Stops: no one is let in any more, and every client is told, after what is queued for it. Resolves when all are
     * gone, or when `within` (by default `shutdown.within`) is over and the rest were cut off. Throws a RangeError where
     * `within` is no duration.
     */
    stop({ within }?: {
      within?: Duration;
    }): Promise<void>;
    /** Resolves when the server has stopped, whoever stopped it. */
    get stopped(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
  }

  /** What a timer does; what it throws or rejects with is logged, and ends nothing. */
  export type Work = () => Eventually<void>;

  /** A certificate and its key cannot be used: a file that cannot be read, or two that do not belong together. */
  export class CertificateError extends Error {
    readonly name = "CertificateError";
  }

  /**
   * Addresses that begin alike, as what they begin with: "4" or "6" for their kind, then a character for every bit. A
   * network of another one begins with it.
   */
  export type Network = string & {
    readonly isNetwork: true;
  };

  /** A setting that does not exist or cannot have its value; the message is one line that says all of it. */
  export class SettingsError extends Error {
    readonly name = "SettingsError";
    /** The dotted name, such as `ping.interval`, as it was given; empty where the settings are no object at all. */
    readonly key: string;
    /** The value that was given. */
    readonly given: unknown;
    /** What may be given instead, in words. */
    readonly allowed: string;
    /** The known key that was probably meant, where the given one is unknown and another is near. */
    readonly nearest: string | undefined;
    constructor(message: string, problem: {
      key: string;
      given: unknown;
      allowed: string;
      nearest?: string | undefined;
    });
  }

  /** All settings, complete: durations in milliseconds, sizes in bytes. */
  export type Settings = {
    /** A TypeScript or JavaScript file whose default export are the owner's hooks. */
    hooks: string;
    /** Load the hooks again when their file changes: where greenwing runs in a terminal, always, or only on SIGHUP. */
    watch: "terminal" | "always" | "never";
    server: {
      /** The address to listen on; "::" is every IPv6 and IPv4 address of the machine. */
      host: string;
      /** The port, for TCP and UDP alike; 0 takes a free one. */
      port: number;
      /** The text that a client gets when its connection is accepted. */
      welcome: string;
      /** Ask each client what it is built on (some old clients drop the connection). */
      askImplementation: boolean;
    };
    tcp: {
      /** How long what clients are sent is collected at most: not beyond the moment (0), so long, or by the load up to 3.5 ms (auto): 60 messages a second in many rooms cost half the processor time then. In milliseconds. */
      flushInterval: "auto" | number;
      /** Take WebSocket clients, browsers and Flash on the TCP port too: the first byte says which it is. */
      acceptHttp: boolean;
    };
    websocket: {
      /** The port for WebSocket clients and browsers alone, encrypted with tls.cert; 0: none; where server.port is 0, a free one. */
      port: number;
      /** The largest message taken from a WebSocket client, which limits.maxMessageSize holds for too; 0: only that. In bytes. */
      maxMessageSize: number;
      /** Web pages of which origins may connect beside the server's own, such as https://example.org, with commas between; empty: any. */
      allowedOrigins: readonly string[];
    };
    tls: {
      /** A certificate for encrypted connections, in a PEM file with those that vouch for it; empty: none are taken. */
      cert: string;
      /** The key of that certificate, in a PEM file; when the files change, the new ones are used. */
      key: string;
      /** The TCP port for encrypted connections of clients; 0: none; where server.port is 0, a free one. */
      port: number;
    };
    web: {
      /** Give browsers a page to chat on at /chat and a small game at /game, to try the server with. */
      pages: boolean;
    };
    flash: {
      /** A port, usually 843, where Flash clients ask for a policy; 0: none. */
      port: number;
    };
    udp: {
      /** Listen for UDP; without it blasted messages go nowhere (but see udp.fallback). */
      enabled: boolean;
      /** How long a bound UDP port must be silent before another may take its place. In milliseconds. */
      rebindAfter: number;
      /** Send a UDP Ping when a client got nothing by UDP for so long; 0: never. In milliseconds. */
      keepAlive: number;
      /** What becomes of a blast to a client that has no UDP: nothing, or sent by TCP. */
      fallback: "none" | "tcp";
    };
    names: {
      /** Where no two clients may have the same name. */
      unique: "channel" | "server";
      /** Refuse names that are not valid UTF-8 (old clients write Windows-1252). */
      strictUtf8: boolean;
    };
    channels: {
      /** Let a channel's creator have it closed when they leave. */
      autoClose: boolean;
      /** Who becomes master when the master left: nobody, or the longest-standing peer. */
      succession: "none" | "oldest";
      /** The channel list: the visible channels, none of them, or a denial. */
      listing: "on" | "empty" | "deny";
    };
    messages: {
      /** Drop numbers that are not 4 bytes and variants above 2 (some old clients die of them). */
      strictVariants: boolean;
    };
    allow: {
      /** Characters allowed in client names, such as L*,M*,N*,P*,32; empty: any. */
      clientNames: RegExp | undefined;
      /** Characters allowed in channel names. */
      channelNames: RegExp | undefined;
      /** Characters allowed in text messages to the server; others are dropped. */
      messagesToServer: RegExp | undefined;
      /** Characters allowed in text messages to channels and peers; others are dropped. */
      messagesToClients: RegExp | undefined;
    };
    ping: {
      /** Ping a client that sent nothing for so long; 0: never. In milliseconds. */
      interval: number;
      /** Close the connection of a client that sends nothing for so long after a ping; 0: never. In milliseconds. */
      timeout: number;
    };
    limits: {
      /** Clients at a time; 0: as many as there are ids (65534). */
      clients: number;
      /** Connections whose Connect is not accepted yet, at a time; above it the oldest make way; 0: no limit. */
      pending: number;
      /** Connections from one address (of IPv6: one /64) at a time; 0: no limit. */
      perAddress: number;
      /** Connections from one address whose Connect is not accepted yet; 0: no limit. */
      pendingPerAddress: number;
      /** Connections from one address a second; 0: no limit. */
      connectRate: number;
      /** Connections from one address that may come at once, above limits.connectRate; 0: no limit. */
      connectBurst: number;
      /** Addresses that the limits of one address and strikes do not hold for; empty: none. */
      exempt: readonly Network[];
      /** Channels at a time; 0: as many as there are ids (65534). */
      channels: number;
      /** Channels that one client may be in; 0: no limit. */
      channelsPerClient: number;
      /** Clients in one channel; 0: no limit. */
      peersPerChannel: number;
      /** The largest frame payload taken from a client; 0: no limit. In bytes. */
      maxMessageSize: number;
      /** How long a client may take to ask for its connection; 0: for ever. In milliseconds. */
      handshakeTimeout: number;
      /** How long a hook may take for a verdict before it counts as a denial; 0: for ever. In milliseconds. */
      hookTimeout: number;
      /** Messages a second from one client, of all types; 0: no limit. */
      messageRate: number;
      /** Messages that a client may send at once, ahead of that rate; 0: no limit. */
      messageBurst: number;
      /** Bytes a second from one client; 0: no limit. In bytes. */
      byteRate: number;
      /** Bytes that a client may send at once, ahead of that rate; 0: no limit. In bytes. */
      byteBurst: number;
      /** Names, joins and leaves a second that one client may ask for; 0: no limit. */
      requestRate: number;
      /** Names, joins and leaves that a client may ask for at once; 0: no limit. */
      requestBurst: number;
      /** Channel lists a second that one client may ask for; 0: no limit. */
      listRate: number;
      /** Channel lists that a client may ask for at once; 0: no limit. */
      listBurst: number;
      /** A client over one of these rates: what it sends waits, or it is let go; its datagrams are dropped. */
      overRate: "slow" | "disconnect";
      /** Bytes that may wait for one client before blasts to it are dropped; 0: no limit. In bytes. */
      outbox: number;
      /** Bytes that may wait for one client before it is let go as a slow reader; 0: no limit. In bytes. */
      outboxHard: number;
      /** How long a client for which something waits may take nothing of it; 0: for ever. In milliseconds. */
      stallTimeout: number;
      /** How long a client may send nothing but Pongs before it is let go; 0: for ever. In milliseconds. */
      inactivity: number;
    };
    bans: {
      /** A TOML file of bans, which the server also writes; empty: bans end with the server. */
      file: string;
      /** Ban an address that broke the protocol so often; 0: never. */
      strikes: number;
      /** How long a strike counts; 0: until the server stops. In milliseconds. */
      strikesWithin: number;
      /** How long an address is banned for its strikes; 0: for good. In milliseconds. */
      duration: number;
    };
    shutdown: {
      /** How long a stopping server waits for clients to take what they were sent. In milliseconds. */
      within: number;
    };
    log: {
      /** The least important lines that are logged. */
      level: "debug" | "info" | "warn" | "error" | "silent";
      /** What log lines look like: for people, or a JSON object each with time, level, cause and text. */
      format: "pretty" | "json";
    };
  };

  /** Settings as users give them: any part of them, durations and sizes with their units. */
  export type SettingsInput = {
    /** A TypeScript or JavaScript file whose default export are the owner's hooks. By default "". */
    hooks?: string | undefined;
    /** Load the hooks again when their file changes: where greenwing runs in a terminal, always, or only on SIGHUP. By default "terminal". */
    watch?: "terminal" | "always" | "never" | undefined;
    server?: {
      /** The address to listen on; "::" is every IPv6 and IPv4 address of the machine. By default "::". */
      host?: string | undefined;
      /** The port, for TCP and UDP alike; 0 takes a free one. By default 6121. */
      port?: number | undefined;
      /** The text that a client gets when its connection is accepted. By default "Welcome to Greenwing". */
      welcome?: string | undefined;
      /** Ask each client what it is built on (some old clients drop the connection). By default false. */
      askImplementation?: boolean | undefined;
    } | undefined;
    tcp?: {
      /** How long what clients are sent is collected at most: not beyond the moment (0), so long, or by the load up to 3.5 ms (auto): 60 messages a second in many rooms cost half the processor time then. By default "auto". */
      flushInterval?: "auto" | Duration | undefined;
      /** Take WebSocket clients, browsers and Flash on the TCP port too: the first byte says which it is. By default true. */
      acceptHttp?: boolean | undefined;
    } | undefined;
    websocket?: {
      /** The port for WebSocket clients and browsers alone, encrypted with tls.cert; 0: none; where server.port is 0, a free one. By default 6122. */
      port?: number | undefined;
      /** The largest message taken from a WebSocket client, which limits.maxMessageSize holds for too; 0: only that. By default "64KiB". */
      maxMessageSize?: ByteSize | undefined;
      /** Web pages of which origins may connect beside the server's own, such as https://example.org, with commas between; empty: any. By default "". */
      allowedOrigins?: string | undefined;
    } | undefined;
    tls?: {
      /** A certificate for encrypted connections, in a PEM file with those that vouch for it; empty: none are taken. By default "". */
      cert?: string | undefined;
      /** The key of that certificate, in a PEM file; when the files change, the new ones are used. By default "". */
      key?: string | undefined;
      /** The TCP port for encrypted connections of clients; 0: none; where server.port is 0, a free one. By default 6123. */
      port?: number | undefined;
    } | undefined;
    web?: {
      /** Give browsers a page to chat on at /chat and a small game at /game, to try the server with. By default true. */
      pages?: boolean | undefined;
    } | undefined;
    flash?: {
      /** A port, usually 843, where Flash clients ask for a policy; 0: none. By default 0. */
      port?: number | undefined;
    } | undefined;
    udp?: {
      /** Listen for UDP; without it blasted messages go nowhere (but see udp.fallback). By default true. */
      enabled?: boolean | undefined;
      /** How long a bound UDP port must be silent before another may take its place. By default "2s". */
      rebindAfter?: Duration | undefined;
      /** Send a UDP Ping when a client got nothing by UDP for so long; 0: never. By default "15s". */
      keepAlive?: Duration | undefined;
      /** What becomes of a blast to a client that has no UDP: nothing, or sent by TCP. By default "none". */
      fallback?: "none" | "tcp" | undefined;
    } | undefined;
    names?: {
      /** Where no two clients may have the same name. By default "channel". */
      unique?: "channel" | "server" | undefined;
      /** Refuse names that are not valid UTF-8 (old clients write Windows-1252). By default false. */
      strictUtf8?: boolean | undefined;
    } | undefined;
    channels?: {
      /** Let a channel's creator have it closed when they leave. By default true. */
      autoClose?: boolean | undefined;
      /** Who becomes master when the master left: nobody, or the longest-standing peer. By default "none". */
      succession?: "none" | "oldest" | undefined;
      /** The channel list: the visible channels, none of them, or a denial. By default "on". */
      listing?: "on" | "empty" | "deny" | undefined;
    } | undefined;
    messages?: {
      /** Drop numbers that are not 4 bytes and variants above 2 (some old clients die of them). By default false. */
      strictVariants?: boolean | undefined;
    } | undefined;
    allow?: {
      /** Characters allowed in client names, such as L*,M*,N*,P*,32; empty: any. By default "". */
      clientNames?: string | undefined;
      /** Characters allowed in channel names. By default "". */
      channelNames?: string | undefined;
      /** Characters allowed in text messages to the server; others are dropped. By default "". */
      messagesToServer?: string | undefined;
      /** Characters allowed in text messages to channels and peers; others are dropped. By default "". */
      messagesToClients?: string | undefined;
    } | undefined;
    ping?: {
      /** Ping a client that sent nothing for so long; 0: never. By default "8s". */
      interval?: Duration | undefined;
      /** Close the connection of a client that sends nothing for so long after a ping; 0: never. By default "24s". */
      timeout?: Duration | undefined;
    } | undefined;
    limits?: {
      /** Clients at a time; 0: as many as there are ids (65534). By default 65000. */
      clients?: number | undefined;
      /** Connections whose Connect is not accepted yet, at a time; above it the oldest make way; 0: no limit. By default 16384. */
      pending?: number | undefined;
      /** Connections from one address (of IPv6: one /64) at a time; 0: no limit. By default 64. */
      perAddress?: number | undefined;
      /** Connections from one address whose Connect is not accepted yet; 0: no limit. By default 16. */
      pendingPerAddress?: number | undefined;
      /** Connections from one address a second; 0: no limit. By default 20. */
      connectRate?: number | undefined;
      /** Connections from one address that may come at once, above limits.connectRate; 0: no limit. By default 60. */
      connectBurst?: number | undefined;
      /** Addresses that the limits of one address and strikes do not hold for; empty: none. By default "127.0.0.0/8, ::1, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16, fe80::/10, fc00::/7". */
      exempt?: string | undefined;
      /** Channels at a time; 0: as many as there are ids (65534). By default 16384. */
      channels?: number | undefined;
      /** Channels that one client may be in; 0: no limit. By default 32. */
      channelsPerClient?: number | undefined;
      /** Clients in one channel; 0: no limit. By default 4096. */
      peersPerChannel?: number | undefined;
      /** The largest frame payload taken from a client; 0: no limit. By default "1MiB". */
      maxMessageSize?: ByteSize | undefined;
      /** How long a client may take to ask for its connection; 0: for ever. By default "8s". */
      handshakeTimeout?: Duration | undefined;
      /** How long a hook may take for a verdict before it counts as a denial; 0: for ever. By default "10s". */
      hookTimeout?: Duration | undefined;
      /** Messages a second from one client, of all types; 0: no limit. By default 200. */
      messageRate?: number | undefined;
      /** Messages that a client may send at once, ahead of that rate; 0: no limit. By default 600. */
      messageBurst?: number | undefined;
      /** Bytes a second from one client; 0: no limit. By default "1MiB". */
      byteRate?: ByteSize | undefined;
      /** Bytes that a client may send at once, ahead of that rate; 0: no limit. By default "4MiB". */
      byteBurst?: ByteSize | undefined;
      /** Names, joins and leaves a second that one client may ask for; 0: no limit. By default 10. */
      requestRate?: number | undefined;
      /** Names, joins and leaves that a client may ask for at once; 0: no limit. By default 40. */
      requestBurst?: number | undefined;
      /** Channel lists a second that one client may ask for; 0: no limit. By default 2. */
      listRate?: number | undefined;
      /** Channel lists that a client may ask for at once; 0: no limit. By default 5. */
      listBurst?: number | undefined;
      /** A client over one of these rates: what it sends waits, or it is let go; its datagrams are dropped. By default "slow". */
      overRate?: "slow" | "disconnect" | undefined;
      /** Bytes that may wait for one client before blasts to it are dropped; 0: no limit. By default "1MiB". */
      outbox?: ByteSize | undefined;
      /** Bytes that may wait for one client before it is let go as a slow reader; 0: no limit. By default "4MiB". */
      outboxHard?: ByteSize | undefined;
      /** How long a client for which something waits may take nothing of it; 0: for ever. By default "10s". */
      stallTimeout?: Duration | undefined;
      /** How long a client may send nothing but Pongs before it is let go; 0: for ever. By default "0s". */
      inactivity?: Duration | undefined;
    } | undefined;
    bans?: {
      /** A TOML file of bans, which the server also writes; empty: bans end with the server. By default "". */
      file?: string | undefined;
      /** Ban an address that broke the protocol so often; 0: never. By default 0. */
      strikes?: number | undefined;
      /** How long a strike counts; 0: until the server stops. By default "10m". */
      strikesWithin?: Duration | undefined;
      /** How long an address is banned for its strikes; 0: for good. By default "1h". */
      duration?: Duration | undefined;
    } | undefined;
    shutdown?: {
      /** How long a stopping server waits for clients to take what they were sent. By default "5s". */
      within?: Duration | undefined;
    } | undefined;
    log?: {
      /** The least important lines that are logged. By default "info". */
      level?: "debug" | "info" | "warn" | "error" | "silent" | undefined;
      /** What log lines look like: for people, or a JSON object each with time, level, cause and text. By default "pretty". */
      format?: "pretty" | "json" | undefined;
    } | undefined;
  };

  /** A time span as users write it: seconds as a number, or text with a unit: `"500ms"`, `"8s"`, `"2m"`, `"1h"`. */
  export type Duration = number | string;

  /** The type of what a synchronous hook returns: a promise is refused, which plain `void` would let pass. */
  type Nothing = void | undefined;

  type Level = Exclude<LogLevel, "silent">;

  /** What carries a client's messages, `tls` being TCP that is encrypted: WebSocket clients have no UDP (section 7). */
  type TransportKind = "tcp" | "tls" | "websocket";

  /** What the server has dealt with, let go by, or put an end to, since it started. */
  interface Counters {
    /** Server, channel and peer messages that came, whatever became of them. */
    messages: number;
    /** How many recipients the accepted ones among them had, taken together. */
    deliveries: number;
    /** Requests that came from clients who have a name, whatever became of them. */
    requests: number;
    /** Connections ended because the client broke the protocol: section 6, "malformed frame" and the rows like it. */
    protocolErrors: number;
    /** Connections ended because no valid Connect came in time. */
    handshakeTimeouts: number;
    /** Connections ended because a ping was not answered. */
    pingTimeouts: number;
    /** Connections closed at once because their address is banned. */
    refusedBanned: number;
    /** Connections closed at once because of `limits.perAddress`. */
    refusedPerAddress: number;
    /** Connections closed at once because of `limits.pendingPerAddress`. */
    refusedPendingPerAddress: number;
    /** Connections closed at once because of `limits.connectRate`. */
    refusedConnectRate: number;
    /** Connections closed at once because there was no room for anybody more. */
    refusedNoRoom: number;
    /** Connections ended before their Connect was accepted, to make room for newer ones (`limits.pending`). */
    madeWay: number;
    /** Addresses banned because clients there broke the protocol too often (`bans.strikes`). */
    bannedForStrikes: number;
    /** Connections ended because the client did not read what it was sent. */
    slowReaders: number;
    /** Connections ended because the client said nothing but Pongs for `limits.inactivity`. */
    inactive: number;
    /** Times that a client sent more than its rates allow by TCP, and so had to wait or was let go. */
    overRate: number;
    /** Datagrams over their client's rates, or of one whose frames wait since it was over them or spoke to a crowd. */
    overRateDatagrams: number;
    /** Datagrams that do not check out: short, of an unknown id, a wrong address or an unbound port (section 3). */
    strayDatagrams: number;
    /** Datagrams from a bound port that may not come by UDP, or are malformed (section 3). */
    ignoredDatagrams: number;
    /** Datagrams to clients that the system did not take. */
    lostDatagrams: number;
    /** Blasts to a client that has no UDP, and those that its full connection had no room for. */
    undeliveredBlasts: number;
    /** Channel and peer messages to where their sender or recipient is not (section 6). */
    strayMessages: number;
    /** Messages that a hook, an allow-list or `messages.strictVariants` refused. */
    refusedMessages: number;
    /** Kicks by others than the master, unknown actions and targets, and what `acceptMasterAction` refused. */
    ignoredMasterActions: number;
  }

  /** A size as users write it: bytes as a number, or text with a unit: `"64KiB"`, `"1MiB"`. */
  type ByteSize = number | string;

  export {};
}
