import { Client, DenialError } from "../../client/public.ts";
import { plain } from "../../log.ts";
import { advice, explained, isOfCertificate } from "./advice.ts";

/** How long each try may take, in milliseconds. */
const PATIENCE = 5000;

/** What came of trying a way to a server. */
export interface Finding {
  readonly way: "name" | "TCP" | "UDP" | "WebSocket";
  readonly works: boolean;
  /** What was found; where it does not work, what to do about it. */
  readonly text: string;
}

/** A host and port that are spoken to by TCP, encrypted or not. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

/** The addresses of a host: empty where it has none. */
export async function addressesOf(host: string): Promise<string[]> {
  const { lookup } = process.getBuiltinModule("node:dns/promises");
  try {
    return [...new Set((await lookup(host, { all: true })).map(({ address }) => address))];
  } catch {
    return [];
  }
}

/** Whether something takes connections at each of a host's addresses: players' systems choose one of them. */
export async function tryAddresses(addresses: readonly string[], port: number): Promise<Finding[]> {
  const tried = await Promise.all(
    addresses.map(async (address) => ({ address, problem: await connects(address, port) })),
  );
  const failing = tried.filter(({ problem }) => problem !== undefined);
  const somewhere = failing.length < tried.length;
  return failing.map(({ address, problem }) => {
    const rest = somewhere ? "; players who are sent to this address wait, or fail" : "";
    return { way: "TCP", works: false, text: `${address}: ${advice(problem ?? "", port)}${rest}` };
  });
}

/** Speaks to the server by TCP, and by UDP unless that is skipped. */
export async function tryRelay({ host, port, secure }: Target, skipsUdp: boolean): Promise<Finding[]> {
  const address = `${secure ? "lacewings" : "lacewing"}://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const client = new Client(address, { reconnect: false, timeout: PATIENCE });
  const blasts = new Promise<boolean>((resolve) => {
    client.on("blasts", ({ ready }) => resolve(ready));
    client.on("disconnected", () => resolve(false));
  });
  const begun = performance.now();
  const problem = await opened(client);
  const time = performance.now() - begun;
  if (problem !== undefined) return [{ way: "TCP", works: false, text: refusalOf(problem, secure) }];
  const greeted: Finding = {
    way: "TCP",
    works: true,
    text: `a Lacewing server answers in ${time.toFixed(1)} ms: ${plain(client.welcome)}`,
  };
  const udp = skipsUdp ? [] : [udpFinding(await blasts, port, performance.now() - begun - time)];
  await client.close();
  return [greeted, ...udp];
}

function udpFinding(works: boolean, port: number, time: number): Finding {
  if (works) return { way: "UDP", works, text: `comes back in ${time.toFixed(1)} ms` };
  return {
    way: "UDP",
    works,
    text: `UDP does not come back: open UDP ${port} on the firewall, and forward it in the router as TCP is`,
  };
}

/** Speaks to the server by WebSocket, at the first of these URLs that works. */
export async function tryWebSocket(urls: readonly string[]): Promise<Finding> {
  const problems: string[] = [];
  for (const url of urls) {
    const client = new Client(url, { reconnect: false, timeout: PATIENCE });
    const begun = performance.now();
    const problem = await opened(client);
    const time = performance.now() - begun;
    await client.close();
    if (problem === undefined)
      return { way: "WebSocket", works: true, text: `${url} lets clients in (${time.toFixed(1)} ms)` };
    problems.push(`${url}: ${explained(problem, url.startsWith("wss:"))}`);
  }
  const text = `pages in browsers cannot connect. ${problems.join("; ")}`;
  return { way: "WebSocket", works: false, text };
}

/** Opens a connection; gives what is wrong with it, or undefined. */
async function opened(client: Client): Promise<Error | undefined> {
  try {
    await client.open();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** Why a port that takes connections is no server to play on. */
function refusalOf(problem: Error, secure: boolean): string {
  const what = explained(problem, secure);
  if (problem instanceof DenialError) return `a Lacewing server is there, and ${what}`;
  return isOfCertificate(problem)
    ? `a server is there, but no client trusts it: ${what}`
    : `no Lacewing server is there: ${what}`;
}

/** Connects to an address and hangs up; gives the error's code where that fails. */
function connects(host: string, port: number): Promise<string | undefined> {
  const { connect } = process.getBuiltinModule("node:net");
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (problem: string | undefined) => {
      clearTimeout(late);
      socket.destroy();
      resolve(problem);
    };
    const late = setTimeout(() => done("ETIMEDOUT"), PATIENCE);
    socket.once("connect", () => done(undefined));
    socket.once("error", (error: Error & { code?: string }) => done(error.code ?? error.message));
  });
}
