import { dlopen, type Pointer, ptr, read } from "bun:ffi";

/** Where Linux has its C library: glibc's name, and musl's. */
const NAMES = ["libc.so.6", `libc.musl-${process.arch === "arm64" ? "aarch64" : "x86_64"}.so.1`];

const CALLS = {
  socket: { args: ["i32", "i32", "i32"], returns: "i32" },
  connect: { args: ["i32", "ptr", "u32"], returns: "i32" },
  setsockopt: { args: ["i32", "i32", "i32", "ptr", "u32"], returns: "i32" },
  getsockopt: { args: ["i32", "i32", "i32", "ptr", "ptr"], returns: "i32" },
  close: { args: ["i32"], returns: "i32" },
  recv: { args: ["i32", "ptr", "u32", "i32"], returns: "i32" },
  send: { args: ["i32", "ptr", "u32", "i32"], returns: "i32" },
  recvmmsg: { args: ["i32", "ptr", "u32", "i32", "ptr"], returns: "i32" },
  epoll_create1: { args: ["i32"], returns: "i32" },
  epoll_ctl: { args: ["i32", "i32", "i32", "ptr"], returns: "i32" },
  epoll_wait: { args: ["i32", "ptr", "i32", "i32"], returns: "i32" },
  ppoll: { args: ["ptr", "u32", "ptr", "ptr"], returns: "i32" },
  prctl: { args: ["i32", "u32"], returns: "i32" },
  strerror: { args: ["i32"], returns: "cstring" },
  __errno_location: { args: [], returns: "ptr" },
} as const;

/** The system's calls, as numbers and addresses. */
export type Libc = ReturnType<typeof load>["symbols"];

function load(name: string) {
  return dlopen(name, CALLS);
}

/** The C library, or undefined where there is none that this program knows. */
export function libc(): Libc | undefined {
  if (process.platform !== "linux") return undefined;
  for (const name of NAMES) {
    try {
      return load(name).symbols;
    } catch {} // the other one, then
  }
  return undefined;
}

/** The number of the error that the last call ended with. */
export function errno(calls: Libc): number {
  return read.i32(calls.__errno_location() as Pointer, 0);
}

/** What an error's number means, in the system's words. */
export function errorText(calls: Libc, number: number): string {
  return String(calls.strerror(number));
}

/** The address of a buffer, which must be kept for as long as it is used. */
export function addressOf(buffer: NodeJS.TypedArray | DataView): Pointer {
  return ptr(buffer);
}
