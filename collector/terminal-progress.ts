import type {WriteStream} from "node:tty";

/** How often the line changes, ms. */
const everyMs = 200;

export interface Progress {
  /** Shows how far the work is, in place of what was shown before. */
  show(line: string): void;
  /** Takes the line away. */
  clear(): void;
}

/** One line on a terminal that tells how far long work is; nothing in a pipe. */
export function terminalProgress(
  stream: Pick<WriteStream, "isTTY" | "write"> = process.stderr,
  {now = Date.now} = {}
): Progress {
  const clearLine = "\r\u001b[K";
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show(line) {
      if (!stream.isTTY || now() - shownAt < everyMs) return;
      shownAt = now();
      stream.write(clearLine + line);
    },
    clear() {
      if (stream.isTTY) stream.write(clearLine);
    }
  };
}
