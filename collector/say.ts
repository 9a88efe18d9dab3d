/** One line to people: on stderr, with the time of day. */
export function say(line: string): void {
  process.stderr.write(`${new Date().toTimeString().slice(0, 8)}  ${line}\n`);
}

export type Say = typeof say;
