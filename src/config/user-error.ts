/**
 * Something that the user can put right: one line that names the flag, variable, file or key, what was given and what
 * is allowed. `main.ts` prints it and leaves with `status`; any other error is a bug and comes with its stack.
 */
export class UserError extends Error {
  /** The exit status: 1 for what was found on the way (a file, the environment, a port), 2 for the command line. */
  readonly status: 1 | 2;

  constructor(message: string, status: 1 | 2 = 1) {
    super(message.trim().replace(/\s*\n\s*/g, " "));
    this.status = status;
  }
}

/** A command line that cannot be: an unknown command or flag, or a value that a flag does not take. */
export class UsageError extends UserError {
  constructor(message: string) {
    super(message, 2);
  }
}

/** The end of a line about an unknown name: `: did you mean "port"?`, or nothing where no known name is near. */
export function didYouMean(near: string | undefined, quote = ""): string {
  return near === undefined ? "" : `: did you mean ${quote}${near}${quote}?`;
}
