/** A real browser without a window, for pages that are tried as people see them. */
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Where the browser is; undefined where this machine has none. */
export const CHROMIUM: string | undefined =
  NAMES.map((name) => Bun.which(name)).find((path) => path !== null) ?? undefined;

/** What is said of tests that were passed over. */
export const WHERE = CHROMIUM === undefined ? " (no Chromium on this machine: apt-get install chromium)" : "";

/** It shows pages, and asks nobody else for anything. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the browser, with a profile of its own that is gone with it. */
export function browse(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error("there is no Chromium on this machine");
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
}
