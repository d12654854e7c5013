/** What the types of hooks allow and what they refuse: `bun check` is the test. */
import {
  type Channel,
  type Client,
  deny,
  type HookName,
  type Hooks,
  type Message,
  rename,
} from "../../src/index.ts";

/** Every hook has a name in this list, and no other name is one. */
export const names = {
  acceptConnection: true,
  acceptLogin: true,
  acceptNameChange: true,
  acceptChannelJoin: true,
  acceptChannelLeave: true,
  acceptChannelListRequest: true,
  acceptChannelMessage: true,
  acceptPrivateMessage: true,
  acceptMasterAction: true,
  connectionMade: true,
  connectionAccepted: true,
  connectionLost: true,
  loginAccepted: true,
  nameChanged: true,
  pongReceived: true,
  channelJoined: true,
  channelLeft: true,
  channelListSent: true,
  channelAdded: true,
  channelRemoved: true,
  messageReceived: true,
  channelMessageReceived: true,
  privateMessageReceived: true,
  masterActionExecuted: true,
  dispose: true,
} satisfies Record<HookName, true>;

export const nothing = {} satisfies Hooks;

export const returningNothing = {
  acceptConnection() {},
  acceptLogin() {},
  acceptChannelMessage() {},
  connectionMade() {},
  messageReceived() {},
  async acceptNameChange() {},
  async connectionLost() {},
} satisfies Hooks;

export const verdicts = {
  acceptConnection: () => true,
  acceptLogin(client, name) {
    if (name === "") return deny();
    if (client.id > 100) return false;
    return rename(name.trim());
  },
  async acceptNameChange(_client, name) {
    if (name === "root") return deny("Not you");
    return rename(name);
  },
  acceptChannelJoin: (_client, channelName, existing) =>
    existing === undefined ? rename(channelName) : undefined,
  acceptChannelLeave: async () => false,
  acceptChannelListRequest: () => Promise.resolve(undefined),
  acceptChannelMessage: (_client, _channel, message) => message.text.length < 100,
  acceptPrivateMessage: () => deny("dropped all the same"),
  acceptMasterAction: (_client, _channel, _peer, action) => action === "kick",
} satisfies Hooks;

export const acting: Hooks = {
  channelJoined(client, channel) {
    client.sendMessage(`Welcome to ${channel.name}`, 0);
    client.sendMessage({ any: "thing" }, 1, { channel, asObject: true, variant: 2 });
    channel.sendMessage(Uint8Array.of(1));
    client.data.score = 1;
    client.ping("500ms");
    client.warn("LeaveChannel", "no", { channel });
  },
};

export class Mine implements Hooks {
  readonly #seen = new Set<Client>();
  acceptLogin(client: Client, name: string) {
    this.#seen.add(client);
    return name !== "root";
  }
  channelMessageReceived(_client: Client, _channel: Channel, message: Message) {
    void message.value;
  }
}

export const misspelt = {
  // @ts-expect-error: it is acceptLogin
  acceptLogIn: () => true,
} satisfies Hooks;

export const promisingChannelMessage = {
  // @ts-expect-error: message hooks are synchronous
  acceptChannelMessage: async () => true,
} satisfies Hooks;

export const promisingPrivateMessage = {
  // @ts-expect-error: message hooks are synchronous
  async acceptPrivateMessage() {},
} satisfies Hooks;

export const promisingReceived = {
  // @ts-expect-error: message hooks are synchronous
  async messageReceived() {},
  // @ts-expect-error: message hooks are synchronous
  channelMessageReceived: () => Promise.resolve(),
  // @ts-expect-error: message hooks are synchronous
  privateMessageReceived: async () => {},
} satisfies Hooks;

export const renaming = {
  // @ts-expect-error: no name was asked for
  acceptConnection: () => rename("Ann"),
  // @ts-expect-error: no name was asked for
  acceptChannelLeave: () => rename("Ann"),
  // @ts-expect-error: no name was asked for
  acceptChannelListRequest: () => rename("Ann"),
  // @ts-expect-error: no name was asked for
  acceptChannelMessage: () => rename("Ann"),
  // @ts-expect-error: no name was asked for
  acceptMasterAction: () => rename("Ann"),
} satisfies Hooks;

export const nonsense = {
  // @ts-expect-error: a text is no verdict
  acceptLogin: () => "no",
  // @ts-expect-error: null is no verdict
  acceptConnection: () => null,
  // @ts-expect-error: a hook is a function
  connectionMade: true,
} satisfies Hooks;

export class Wrong implements Hooks {
  // @ts-expect-error: message hooks are synchronous
  async acceptChannelMessage() {
    return true;
  }
}

export const misused: Hooks = {
  connectionMade(client) {
    // @ts-expect-error: an id is not the owner's to give
    client.id = 1;
    // @ts-expect-error: no request of that name
    client.warn("Join", "no");
    // @ts-expect-error: nothing is no value
    client.sendMessage(undefined);
  },
};
