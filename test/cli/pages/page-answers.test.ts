import { expect, test } from "bun:test";
import { examplePages } from "../../../src/cli/pages/page-answers.ts";
import { buildPages } from "../../../src/cli/pages/page-files.ts";

const files = await buildPages();
const answers = examplePages(async (name) => files.get(name));
const get = (path: string) => answers(new Request(`http://127.0.0.1:6122${path}`));

test("the pages and all that they name are there, and nothing else", async () => {
  for (const path of ["/chat", "/chat/", "/game"]) {
    const page = await get(path);
    expect(page?.status).toBe(200);
    expect(page?.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const named = [...((await page?.text()) ?? "").matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(
      ([, url]) => url ?? "",
    );
    expect(named.length).toBeGreaterThan(1);
    for (const url of named) expect((await get(url))?.status).toBe(200);
  }
  for (const path of ["/", "/other", "/chat/x", "/pages/", "/pages/a/b.js"])
    expect(get(path)).toBeUndefined();
  for (const path of ["/pages/none.js", "/pages/web-chat.exe"]) expect((await get(path))?.status).toBe(404);
});

test("a page may run what is its own, and no other page may frame it", async () => {
  const headers = (await get("/chat"))?.headers;
  expect(headers?.get("content-security-policy")).toContain("script-src 'self'");
  expect(headers?.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(headers?.get("x-content-type-options")).toBe("nosniff");
});

test("browsers get nothing that only Bun and Node have, and not much in all", () => {
  const scripts = [...files].filter(([name]) => name.endsWith(".js"));
  for (const [, bytes] of scripts)
    expect(Buffer.from(bytes).toString()).not.toMatch(/\b(import|require)\b[^;]*"node:/);
  const size = scripts.reduce((sum, [, { length }]) => sum + length, 0);
  expect(size).toBeLessThan(60_000);
});
