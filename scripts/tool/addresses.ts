/** Where servers and clients are. */
export const HOST = "127.0.0.1";

/** Another address of this machine: only Linux has more than one on the loopback interface. */
export const ABROAD = process.platform === "linux" ? "127.0.0.2" : undefined;
