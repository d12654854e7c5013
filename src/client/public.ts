// What programs import from "greenwing/client".
export type { Value, ValueOptions } from "../protocol/value.ts";
export type { Channel, JoinOptions, Peer } from "./channel.ts";
export { DenialError, DisconnectedError } from "./errors.ts";
export type { ClientEvents } from "./events.ts";
export { Client, type ClientOptions, connect } from "./greenwing-client.ts";
export type { BackoffOptions } from "./lasting/backoff.ts";
export type { Phase } from "./lasting/lifeline.ts";
export type { Received } from "./received.ts";
export type { ListedChannel } from "./roster.ts";
