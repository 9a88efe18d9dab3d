/** Where a record lies in a piece of a file. */
export interface FoundRecord {
  /** Where its line end is. */
  end: number;
  /** Where the next record starts. */
  next: number;
  /** Line ends before `next`. */
  lines: number;
  /** Why it is none. */
  problem?: string;
  /** Whether `next` is within a line that is too long, of which the rest is to be skipped. */
  inLine?: boolean;
}

const newline = 0x0a;
const quote = 0x22;

/**
 * The end of the record at `start`: a line end outside quotes (RFC 4180), which open at the start of a field alone. A
 * quote that is not closed within `maxBytes` costs its line. Null while the end is not there yet.
 *
 * @param isLast whether nothing comes behind these bytes, so that they end the record
 */
export function findRecord(
  bytes: Buffer,
  start: number,
  {delimiter, maxBytes, isLast}: {delimiter: number; maxBytes: number; isLast: boolean}
): FoundRecord | null {
  const limit = Math.min(bytes.length, start + maxBytes + 2);
  let lines = 0;
  let lineEnd = -1;
  let quoted = false;
  let atField = true;
  for (let i = start; i < limit; i++) {
    const byte = bytes[i];
    if (byte === newline) {
      lines++;
      if (!quoted) return {end: i, next: i + 1, lines};
      if (lineEnd < 0) lineEnd = i;
    } else if (byte === quote) {
      if (quoted && bytes[i + 1] === quote) i++;
      else quoted = quoted ? false : atField;
    }
    atField = !quoted && byte === delimiter;
  }
  const isTooLong = limit - start === maxBytes + 2;
  if (!isTooLong && (!isLast || start === limit)) return null;
  if (!isTooLong && !quoted) return {end: limit, next: limit, lines};
  const problem = isTooLong ? `longer than ${maxBytes} bytes` : "a quote is not closed";
  if (lineEnd < 0) return {end: limit, next: limit, lines, problem, inLine: isTooLong};
  const why = isTooLong && quoted ? `${problem} (a quote that is not closed?)` : problem;
  return {end: lineEnd, next: lineEnd + 1, lines: 1, problem: why};
}
