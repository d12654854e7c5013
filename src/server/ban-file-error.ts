/** The ban file cannot be read, or what is in it makes no sense. */
export class BanFileError extends Error {
  override readonly name = "BanFileError";
  readonly path: string;

  /** `problem` is one line: where in the file it is, what is there and what is allowed. */
  constructor(path: string, problem: string) {
    super(`bans file ${path}: ${problem}`);
    this.path = path;
  }
}
