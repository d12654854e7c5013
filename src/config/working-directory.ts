import { UserError } from "./user-error.ts";

/** The folder that the program was started in. Throws a `UserError` where that was removed since. */
export function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    throw new UserError("the folder that you are in was removed: change to another one");
  }
}
