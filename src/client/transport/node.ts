/**
 * One of the modules that Bun and Node have and browsers have not. It is no import, so that whoever bundles a page never
 * meets it.
 */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] {
  const module = globalThis.process?.getBuiltinModule?.(name);
  if (module === undefined)
    throw new Error("TCP is for Bun and Node: use the server's ws:// or wss:// address");
  return module as Builtins[Name];
}

interface Builtins {
  readonly "node:net": typeof import("node:net");
  readonly "node:tls": typeof import("node:tls");
  readonly "node:dgram": typeof import("node:dgram");
}
