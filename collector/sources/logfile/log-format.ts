/** What formats find in a line. */
export interface LogEntry {
  /** ms UTC */
  time: number;
  /** Who asked, in the clear: hashed by the source before it goes anywhere. */
  address: string | null;
  /** `METHOD /path`, without the query: it may carry secrets. */
  subject: string;
  status: string | null;
  durationMs: number | null;
  bytes: number | null;
}

/** A format of log lines. */
export interface LogFormat {
  /** The entry in each line, or the error that says why the line is not of this format. */
  parse(lines: string[]): (LogEntry | Error)[];
  /** Hashes what tells who someone is where the format has it, as far as a malformed line shows. */
  redact(line: string, hash: (value: string) => string): string;
}

/** A format whose lines are parsed one at a time: one module each. */
export interface LineFormat extends Pick<LogFormat, "redact"> {
  /** Throws the reason when the line is not of this format. */
  parse(line: string): LogEntry;
}

export const lineByLine = (format: LineFormat): LogFormat => ({
  parse: (lines) => lines.map((line) => attempt(() => format.parse(line))),
  redact: (line, hash) => format.redact(line, hash)
});

export function attempt<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    return error as Error;
  }
}
