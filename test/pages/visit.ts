import { connect } from "node:tls";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { Client } from "../../src/client/public.ts";
import { Ear } from "../client/ear.ts";
import { Program } from "../support/program.ts";

/** What a page that was opened must not do: fail, or break its own policy. */
const FAULTS = new WeakMap<Page, string[]>();

/** The program as its owner starts it, and those who come to it by browser and by TCP. */
export class Visit implements AsyncDisposable {
  readonly port: number;
  /** The address that the program prints. */
  readonly url: string;
  #program: Program;
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];
  readonly #clients: Client[] = [];

  private constructor(program: Program, browser: Browser, lines: string) {
    this.#program = program;
    this.#browser = browser;
    this.port = Number(/listens on port (\d+)/.exec(lines)?.[1]);
    this.url = /to try it: (\S+)/.exec(lines)?.[1] ?? "";
  }

  static async begin(browser: Browser, args: readonly string[] = []): Promise<Visit> {
    const program = new Program(["--host", "127.0.0.1", "--port", "0", ...args], { patience: 60_000 });
    return new Visit(program, browser, await program.says("Stop it with"));
  }

  /** The owner stops the server and, when `meanwhile` is over, starts it again, on the same ports. */
  async restart(meanwhile: () => Promise<void>): Promise<void> {
    this.#program.signal("SIGTERM");
    await this.#program.ended();
    await meanwhile();
    const { port } = new URL(this.url);
    const args = ["--host", "127.0.0.1", "--port", String(this.port), "--set", `websocket.port=${port}`];
    this.#program = new Program(args, { patience: 60_000 });
    await this.#program.says("Stop it with");
  }

  /** Somebody in a browser of their own, on the page at `path`. */
  async page(path: string, look: { width?: number; height?: number; dark?: boolean } = {}): Promise<Page> {
    const { width = 1000, height = 700, dark = false } = look;
    const context = await this.#browser.newContext({
      viewport: { width, height },
      colorScheme: dark ? "dark" : "light",
      ignoreHTTPSErrors: true,
    });
    this.#contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(8000);
    const faults: string[] = [];
    FAULTS.set(page, faults);
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
    await page.goto(new URL(path, this.url).href);
    return page;
  }

  /** Somebody in a browser, who has given a name and got in. */
  async enter(path: string, name: string, look = {}): Promise<Page> {
    const page = await this.page(path, look);
    await page.getByLabel("Your name").fill(name);
    await page.locator("#enter button").click();
    await page.locator("main").waitFor();
    return page;
  }

  /** Somebody with another program, by TCP and UDP. */
  async client(name: string): Promise<{ client: Client; ear: Ear }> {
    const client = new Client(`127.0.0.1:${this.port}`, { name });
    this.#clients.push(client);
    const ear = new Ear(client);
    await client.open();
    await ear.next("blasts");
    return { client, ear };
  }

  /** Waits until the program's log has `text` in it. */
  async logs(text: string): Promise<void> {
    await this.#program.logs(text);
  }

  /** The names in the certificate that a newcomer is shown. */
  certified(): Promise<string> {
    const { hostname: host, port } = new URL(this.url);
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port: Number(port), rejectUnauthorized: false }, () => {
        resolve(socket.getPeerCertificate().subjectaltname ?? "");
        socket.destroy();
      });
      socket.once("error", reject);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
    await Promise.all(this.#contexts.map((context) => context.close()));
    await this.#program[Symbol.asyncDispose]();
  }
}

/** What went wrong on a page so far. */
export function faultsOf(page: Page): readonly string[] {
  return FAULTS.get(page) ?? [];
}
