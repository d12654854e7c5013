export type { Ban, BanInput, BanList } from "./admission/bans.ts";
export { HooksError } from "./hooks/check.ts";
export type { HookName, Hooks, MasterActionName } from "./hooks/hooks.ts";
export type { Message } from "./hooks/message.ts";
export type { Whereabouts } from "./hooks/owner.ts";
export {
  deny,
  type Eventually,
  type NameVerdict,
  type Rename,
  rename,
  type Verdict,
} from "./hooks/verdict.ts";
export type { LogLevel, LogSink } from "./log.ts";
export type { RequestName } from "./protocol/constants.ts";
export type { Value, ValueOptions } from "./protocol/value.ts";
export type {
  Channel,
  ChannelData,
  ChannelOptions,
  Client,
  ClientData,
  Collection,
  JoinOptions,
  ListedChannel,
  SendOptions,
} from "./relay/api.ts";
export type { Denial } from "./relay/denial.ts";
export { simplify } from "./relay/names.ts";
export { BanFileError } from "./server/ban-file-error.ts";
export { ListenError, type ListeningFor } from "./server/listen-error.ts";
export { type HooksFactory, type ListenOptions, Relay } from "./server/relay.ts";
export type { Work } from "./server/timers.ts";
export { CertificateError } from "./server/tls/certificate-error.ts";
export type { Network } from "./settings/network.ts";
export { SettingsError } from "./settings/read.ts";
export type { Settings, SettingsInput } from "./settings/schema.ts";
export type { Duration } from "./settings/units.ts";
