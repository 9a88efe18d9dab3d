import type {LogBytes} from "./log-bytes.ts";

export type Hash = (value: string) => string;

/** How many bytes before an offset tell whether a file is the one in which the offset was taken. */
export const windowBytes = 4096;
const digits = 12;

/** Offsets at which the bytes before are noted: 16, 64, 256 ... */
const markAt = (index: number): number => 16 * 4 ** index;

/** Which text an offset belongs to: keyed hashes of what comes right before it, and before marks on the way to it. */
export interface Fingerprint {
  offset: number;
  marks: string[];
  /** Marks at other offsets, the last few at which lines were handed over. */
  recent?: (readonly [offset: number, mark: string])[];
  tail: string;
}

/** How much of a text is the one of a fingerprint. */
export interface Sameness {
  /** As far as the offset, and there is the place to go on. */
  whole: boolean;
  /** Otherwise: up to this mark. */
  upTo: number;
  /** Otherwise: because the text ends before the offset, not because something else is there. */
  short: boolean;
}

/** Hash of what comes before `offset`; `bytes` begin at `position` and hold as much of it as a window does. */
export function tailHash(bytes: Buffer, position: number, offset: number, hash: Hash): string {
  return hashOf(bytes.subarray(offset - windowLength(offset) - position, offset - position), hash);
}

/** Adds the marks that lie in `bytes`, which begin at `position`, a window before the first of them. */
export function addMarks(marks: string[], bytes: Buffer, position: number, hash: Hash): void {
  for (let at = markAt(marks.length); at <= position + bytes.length; at = markAt(marks.length))
    marks.push(tailHash(bytes, position, at, hash));
}

/** The marks up to an offset. */
export const marksUpTo = (marks: string[], offset: number): string[] => marks.filter((_, i) => markAt(i) <= offset);

/** How much of a beginning tells most texts apart. */
export const headBytes = 256;

/** Whether a text that begins like this may be the one of a fingerprint. */
export const mayBelong = (head: Buffer, {marks}: Fingerprint, hash: Hash): boolean =>
  marks.every((mark, i) => markAt(i) > head.length || tailHash(head, 0, markAt(i), hash) === mark);

/** Compares a text with a fingerprint, from its start up to the first difference. */
export async function compare(
  text: LogBytes,
  {offset, marks, recent = [], tail}: Fingerprint,
  hash: Hash
): Promise<Sameness> {
  const sparse = marks.map((mark, i) => ({at: markAt(i), mark}));
  const points = [...sparse, ...recent.map(([at, mark]) => ({at, mark})), {at: offset, mark: tail}];
  points.sort((a, b) => a.at - b.at);
  const windows = await text.readEach(points.map(({at}) => ({position: at - windowLength(at), end: at})));
  let upTo = 0;
  for (const [i, {at, mark}] of points.entries()) {
    const window = windows[i]!;
    if (window.length < windowLength(at)) return {whole: false, upTo, short: true};
    if (hashOf(window, hash) !== mark) return {whole: false, upTo, short: false};
    upTo = at;
  }
  return {whole: true, upTo, short: false};
}

const windowLength = (offset: number): number => Math.min(offset, windowBytes);

const hashOf = (window: Buffer, hash: Hash): string => hash(window.toString("latin1")).slice(0, digits);
