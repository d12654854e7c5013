import { expect } from "bun:test";
import { realpathSync } from "node:fs";
import type { Folder } from "../support/folder.ts";
import { type Step, withFunctions } from "./page.ts";
import { Terminal } from "./terminal.ts";

/** The hooks file of the tutorial, and where the page says that it is. */
const FILE = "accounts.ts";
const PLACE = "/home/you/game";

/** Somebody who follows the tutorial to the letter, in a folder with nothing in it but the program. */
export class Reader implements AsyncDisposable {
  readonly #folder: Folder;
  readonly #program: string;
  readonly #clients = new Map<string, Terminal>();
  #server: Terminal | undefined;
  #port = "";
  /** The file's text. */
  #text = "";
  /** What the server said of the file last. */
  #told = "";

  constructor(folder: Folder, program: string) {
    this.#folder = folder;
    this.#program = program;
  }

  async follow(step: Step): Promise<void> {
    if (step.does === "save" && step.file !== FILE) await Bun.write(this.#folder.file(step.file), step.text);
    else if (step.does === "save") await this.#save(step.text);
    else if (step.does === "replace") await this.#save(withFunctions(this.#text, step.names, step.text));
    else if (step.does === "change") await this.#change(step.what, step.by);
    else if (step.does === "log")
      await this.#reads(step.lines.map((line) => line.replace(PLACE, this.#place)));
    else await this.#talk(step.terminal, step.lines);
  }

  /** Stops the server, and gives its exit status. */
  async stop(): Promise<number | undefined> {
    this.#server?.interrupt();
    return await this.#server?.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients.values()) await client[Symbol.asyncDispose]();
    await this.#server?.[Symbol.asyncDispose]();
  }

  get #place(): string {
    return realpathSync(this.#folder.path);
  }

  async #change(what: string, by: string): Promise<void> {
    expect(this.#text).toContain(what);
    await this.#save(this.#text.replaceAll(what, by));
  }

  async #save(text: string): Promise<void> {
    this.#text = text;
    await Bun.write(this.#folder.file(FILE), text);
    if (this.#server !== undefined)
      this.#told = await this.#server.until(`hooks file ${this.#place}/${FILE}`);
  }

  /** What the server says of the file: when it is started, or when the file was saved. */
  async #reads(lines: readonly string[]): Promise<void> {
    if (this.#server !== undefined) {
      expect([this.#told.replace(/^\S+ \w+ +/, "")]).toEqual([...lines]);
      return;
    }
    const flags = ["--hooks", FILE, "--host", "127.0.0.1", "--port", "0"];
    const server = new Terminal([this.#program, ...flags], this.#folder.path);
    this.#server = server;
    const starts = lines.every((line) => !line.startsWith("greenwing:"));
    if (starts) this.#port = /port (\d+)/.exec(await server.until("listens on"))?.[1] ?? "";
    for (const line of lines) expect(await server.until(line)).toBe(line);
    if (starts) return;
    expect(await server.ended).toBe(1);
    this.#server = undefined;
  }

  async #talk(name: string, lines: readonly string[]): Promise<void> {
    if (lines[0]?.startsWith("connected")) await this.#connect(name);
    const client = this.#clients.get(name);
    for (const line of lines) {
      if (line.startsWith("> ")) client?.type(line.slice(2));
      expect(await client?.next()).toBe(line.replace(/^> /, ""));
    }
  }

  async #connect(name: string): Promise<void> {
    await this.#clients.get(name)?.[Symbol.asyncDispose]();
    const command = [this.#program, "talk.ts", "127.0.0.1", this.#port];
    this.#clients.set(name, new Terminal(command, this.#folder.path, { BUN_BE_BUN: "1" }));
  }
}
