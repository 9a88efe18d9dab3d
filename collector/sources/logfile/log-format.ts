/** What every format must find in a line. */
export interface LogEntry {
  /** ms UTC */
  time: number;
  /** Of the client, in the clear: hashed by the source before it goes anywhere. */
  address: string;
  /** `METHOD /path`, without the query: it may carry secrets. */
  subject: string;
  status: string;
  bytes: number;
}

/** A format of log lines: one module each. */
export interface LogFormat {
  /** Throws the reason when the line is not of this format. */
  parse(line: string): LogEntry;
  /** Hashes what tells who someone is where the format has it, as far as a malformed line shows. */
  redact(line: string, hash: (value: string) => string): string;
}
