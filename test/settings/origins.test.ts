import { expect, test } from "bun:test";
import { parseOrigins } from "../../src/settings/origins.ts";

test.each([
  ["", []],
  ["https://example.org", ["https://example.org"]],
  [" HTTPS://Example.org:443/ , http://localhost:8080 ", ["https://example.org", "http://localhost:8080"]],
  ["example.org", null],
  ["https://example.org/page", null],
  ["https://example.org?x", null],
  ["https://example.org, ", null],
  ["ftp://example.org", null],
  ["*", null],
])("%j are the origins %j", (text, origins) => {
  expect(parseOrigins(text)).toEqual(origins);
});
