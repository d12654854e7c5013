/** What Flash sends before it connects anywhere, with its trailing NUL. */
const REQUEST = Buffer.from("<policy-file-request/>\0");

/** Whether bytes are a request for a policy; undefined while they may become one. */
export function asksForPolicy(bytes: Uint8Array): boolean | undefined {
  const size = Math.min(bytes.length, REQUEST.length);
  if (!REQUEST.subarray(0, size).equals(bytes.subarray(0, size))) return false;
  return size === REQUEST.length ? true : undefined;
}

/** The policy that lets Flash of any page connect to a port. */
export function flashPolicy(port: number): Uint8Array {
  const allowed = `<allow-access-from domain="*" to-ports="${port}"/>`;
  return Buffer.from(`<?xml version="1.0"?><cross-domain-policy>${allowed}</cross-domain-policy>\0`);
}
