import { mayColour } from "../log-lines.ts";
import { COLOURED, type Paint, PLAIN } from "./paint.ts";

/** Where lines are read and shown. */
export interface Screen {
  readonly paint: Paint;
  /** Whether somebody types, and sees what they typed. */
  readonly interactive: boolean;
  show(line: string): void;
  /** Reads lines until there are no more; `read` is waited for before the next. */
  lines(read: (line: string) => Promise<void>): Promise<void>;
  /** There are no more lines to be read. */
  end(): void;
}

/** Gives what may be meant by what was typed so far. */
export type Complete = (typed: string) => string[];

/** Whether somebody sits before a terminal, and types. */
export function isInteractive(): boolean {
  // Of a pipe it is undefined, whatever its type says.
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** Standard input and output: a terminal with a line to type in, or a pipe. */
export function standardScreen(complete: Complete): Screen {
  const paint = mayColour(process.stdout.isTTY, process.env) ? COLOURED : PLAIN;
  return isInteractive() ? terminal(paint, complete) : pipe(paint);
}

function pipe(paint: Paint): Screen {
  const { createInterface } = process.getBuiltinModule("node:readline");
  let over = () => {};
  return {
    paint,
    interactive: false,
    show: (line) => console.log(line),
    lines: async (read) => {
      const input = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
      over = () => input.close();
      await inOrder(input, read);
    },
    end: () => over(),
  };
}

function terminal(paint: Paint, complete: Complete): Screen {
  const { createInterface, moveCursor, cursorTo, clearScreenDown } =
    process.getBuiltinModule("node:readline");
  const { stdin: input, stdout: output } = process;
  const completer = (typed: string): [string[], string] => [complete(typed), typed];
  const typing = createInterface({ input, output, prompt: "> ", completer, historySize: 200 });
  // What was typed so far stays the last line.
  const above = (write: () => void) => {
    const { rows } = typing.getCursorPos();
    if (rows > 0) moveCursor(output, 0, -rows);
    cursorTo(output, 0);
    clearScreenDown(output);
    write();
  };
  let isOver = false;
  return {
    paint,
    interactive: true,
    show: (line) => {
      if (isOver) return console.log(line);
      above(() => output.write(`${line}\n`));
      typing.prompt(true);
    },
    lines: async (read) => {
      typing.on("SIGINT", () => typing.close());
      typing.on("close", () => {
        isOver = true;
        output.write("\n");
      });
      typing.prompt();
      await inOrder(typing, async (line) => {
        // It is shown again as what it has become.
        const rows = Math.ceil((Bun.stringWidth(line) + 2) / output.columns) || 1;
        moveCursor(output, 0, -rows);
        clearScreenDown(output);
        await read(line);
        if (!isOver) typing.prompt();
      });
    },
    end: () => typing.close(),
  };
}

/** What reads lines. */
type Lines = import("node:readline").Interface;

/** Reads one line after the other; comes back after the last. */
async function inOrder(input: Lines, read: (line: string) => Promise<void>): Promise<void> {
  let last = Promise.resolve();
  input.on("line", (line) => {
    last = last.then(() => read(line));
  });
  await new Promise((resolve) => input.once("close", resolve));
  await last;
}
