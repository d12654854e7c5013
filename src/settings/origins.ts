import * as v from "valibot";

const FORM = "origins such as https://example.org or http://localhost:8080, with commas between";

/** Origins of web pages as text, as browsers name them; null where one of them is none. */
export function parseOrigins(text: string): readonly string[] | null {
  if (text.trim() === "") return [];
  const origins = text.split(",").map(parseOrigin);
  return origins.includes(undefined) ? null : (origins as string[]);
}

function parseOrigin(text: string): string | undefined {
  const url = URL.parse(text.trim());
  const isOrigin = url !== null && url.pathname === "/" && url.search === "" && url.hash === "";
  return isOrigin && /^https?:$/.test(url.protocol) ? url.origin : undefined;
}

/** Schema: origins as text in, a list of them out. */
export const origins = v.pipe(
  v.string(FORM),
  v.check((text) => parseOrigins(text) !== null, FORM),
  v.transform((text) => parseOrigins(text) ?? []),
);
