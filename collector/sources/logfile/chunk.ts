/** Whole lines from a log file, not parsed yet. */
export interface Chunk {
  /** Where the first line starts in its file. */
  offset: number;
  /** Where the next line starts: further than `bytes` go when they are the beginning of a line that is too long. */
  end: number;
  /** The lines with their line ends. Good until the next chunk is asked for. */
  bytes: Buffer;
}

/** One line without its end. */
export interface Line {
  offset: number;
  /** Where the next line starts. */
  end: number;
  /** Bytes of the whole line. */
  length: number;
  /** The beginning only, when the line is too long. Shares the chunk's memory. */
  bytes: Buffer;
}

const newline = 0x0a;
const carriageReturn = 0x0d;

/**
 * The lines of a chunk, ended by LF or CRLF. NUL bytes before a line are no part of it: they fill the hole that a
 * truncated file has when its writer goes on at its old offset, and what a power cut left unwritten.
 */
export function* linesOf({offset, end, bytes}: Chunk): Iterable<Line> {
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(newline, start);
    const stop = found < 0 ? bytes.length : found;
    const next = found < 0 ? end : offset + found + 1;
    const first = start + leadingZeros(bytes.subarray(start, stop));
    const last = stop > first && bytes[stop - 1] === carriageReturn ? stop - 1 : stop;
    const length = found < 0 ? end - offset - first : last - first;
    yield {offset: offset + first, end: next, length, bytes: bytes.subarray(first, last)};
    start = stop + 1;
  }
}

export function leadingZeros(bytes: Buffer): number {
  let count = 0;
  while (count < bytes.length && bytes[count] === 0) count++;
  return count;
}
