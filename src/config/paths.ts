// `node:path` costs 2 MB, and most servers are started without any file: it is loaded when it is first needed.

/** A path from `directory` on, as an absolute one. */
export function absolute(path: string, directory: string): string {
  return process.getBuiltinModule("node:path").resolve(directory, path);
}

/** The folder that a file is in. */
export function folderOf(path: string): string {
  return process.getBuiltinModule("node:path").dirname(path);
}
