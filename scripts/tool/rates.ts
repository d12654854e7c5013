/** All limits on how fast one client or address may be, off: for tools that flood on purpose, and from one address. */
export const RATES_OFF = { messageRate: 0, byteRate: 0, requestRate: 0, listRate: 0, connectRate: 0 };
