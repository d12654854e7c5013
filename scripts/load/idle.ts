import { LoadClient, request } from "./client.ts";

/** What carries clients. */
export type IdleBy = "tcp" | "tls" | "ws" | "wss";

/** So many connect at a time: the listener's queue would turn more of them away. */
const WAVE = 64;

/** Has so many clients connect and take names, and say nothing from then on; gives what ends each. */
export async function enterIdle(by: IdleBy, port: number, count: number): Promise<(() => void)[]> {
  const ends: (() => void)[] = [];
  for (let from = 0; from < count; from += WAVE) {
    const length = Math.min(WAVE, count - from);
    const wave = Array.from({ length }, (_, i) => enter(by, port, `${by} ${from + i}`));
    ends.push(...(await Promise.all(wave)));
  }
  return ends;
}

async function enter(by: IdleBy, port: number, name: string): Promise<() => void> {
  if (by === "ws" || by === "wss") return await enterByWebSocket(`${by}://127.0.0.1:${port}`, name);
  const client = new LoadClient(name);
  await client.enter(port, by);
  return () => client.hangsUp();
}

async function enterByWebSocket(url: string, name: string): Promise<() => void> {
  const socket = new WebSocket(url, { protocols: "bluewing", tls: { rejectUnauthorized: false } });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let responses = 0;
  socket.onopen = () => {
    for (const frame of [request.connect(), request.setName(name)]) socket.send(messageIn(frame));
  };
  socket.onmessage = () => {
    if (++responses === 2) resolve();
  };
  socket.onclose = () => reject(new Error(`${name} was let go`));
  await promise;
  socket.onmessage = null;
  return () => socket.terminate();
}

/** A frame of fewer than 254 bytes as a WebSocket message: protocol.md, section 7. */
function messageIn(frame: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([frame[0] as number, ...frame.subarray(2)]);
}
