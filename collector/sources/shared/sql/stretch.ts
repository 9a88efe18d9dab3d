import type {Key} from "./database.ts";

/** A stretch in a cursor: last followed value, when its newest row came, how many rows, sum of their contents. */
export type StretchCursor = [to: Key, seen: number, rows: number, sum: number, known?: Record<string, string>];

const modulus = 2 ** 48;

export const isGone = (content: string): boolean => content.startsWith("-");

/**
 * Rows that follow one another and were taken: which ones they are and what they held, or, when that is forgotten, how
 * many and a sum over all their contents, which tells whether any row came, changed or went.
 */
export class Stretch {
  /** Row to its content (see ConvertedRow), with a dash before it once the row is gone; null when forgotten. */
  known: Map<string, string> | null = new Map();
  rows = 0;
  sum = 0;

  /**
   * @param to followed value of its last row
   * @param seen when its newest row came, ms
   * @param checked when it was last compared with the table, ms
   */
  constructor(
    public to: Key,
    public seen: number,
    public checked = Number.NEGATIVE_INFINITY
  ) {}

  static from([to, seen, rows, sum, known]: StretchCursor): Stretch {
    const stretch = new Stretch(to, seen);
    stretch.known = known ? new Map(Object.entries(known)) : null;
    stretch.rows = rows;
    stretch.sum = sum;
    return stretch;
  }

  /** Notes what a row holds now. */
  set(id: string, content: string): void {
    this.#count(this.known!.get(id), -1);
    this.#count(content, 1);
    this.known!.set(id, content);
  }

  /** Notes that a row is gone. */
  drop(id: string): void {
    this.set(id, `-${this.known!.get(id)}`);
  }

  has(id: string): boolean {
    const content = this.known!.get(id);
    return content !== undefined && !isGone(content);
  }

  #count(content: string | undefined, sign: 1 | -1): void {
    if (content === undefined || isGone(content)) return;
    this.rows += sign;
    this.sum = (this.sum + sign * Number.parseInt(content.replace("!", ""), 16) + modulus) % modulus;
  }

  /** Whether both hold the same rows. */
  equals({rows, sum}: Stretch): boolean {
    return this.rows === rows && this.sum === sum;
  }

  /** Is due to be compared where that was done, or its rows came, after an instant. */
  notLaterThan(now: number): void {
    if (this.checked > now || this.seen > now) this.checked = Number.NEGATIVE_INFINITY;
    this.seen = Math.min(this.seen, now);
  }

  /** Takes over which rows the other holds. */
  become({known, rows, sum}: Stretch): void {
    this.known = known;
    this.rows = rows;
    this.sum = sum;
  }

  /** With the stretch that follows it. */
  with(next: Stretch): Stretch {
    const joined = new Stretch(next.to, Math.max(this.seen, next.seen), Math.min(this.checked, next.checked));
    joined.known = this.known && next.known ? new Map([...this.known, ...next.known]) : null;
    joined.rows = this.rows + next.rows;
    joined.sum = (this.sum + next.sum) % modulus;
    return joined;
  }

  cursor(withKnown: boolean): StretchCursor {
    const {to, seen, rows, sum, known} = this;
    return withKnown && known ? [to, seen, rows, sum, Object.fromEntries(known)] : [to, seen, rows, sum];
  }
}
