import type {Key} from "./database.ts";
import {Stretch, type StretchCursor} from "./stretch.ts";

/** Where the reading of a growing table stands. */
export interface WindowCursor {
  /** Rows up to here are past; null before the first. */
  start: Key | null;
  /** Whether the end of the table was reached once. */
  loaded: boolean;
  /** Of the last record that took the place of another, ms. */
  revisedAt: number;
  stretches: StretchCursor[];
}

export interface WindowLimits {
  /** Rows after which a stretch is full. */
  stretchRows?: number;
  /** Stretches, before neighbours are joined. */
  stretches?: number;
  /** A window of no more rows is compared as a whole each time. */
  alwaysRows?: number;
  /** Rows of which each one is known in memory; in the cursor those of the last two stretches are. */
  knownRows?: number;
}

/**
 * The rows that came within the overlap, in stretches. It is as large as the overlap asks for; the cursor is bounded:
 * the last rows are known one by one, older ones by a sum over each stretch.
 */
export class Window {
  start: Key | null;
  loaded: boolean;
  #revisedAt: number;
  #stretches: Stretch[];
  readonly #limits: Required<WindowLimits>;

  constructor(
    cursor: WindowCursor | null,
    /** ms */
    private readonly overlap: number,
    {stretchRows = 500, stretches = 256, alwaysRows = 1000, knownRows = 100_000}: WindowLimits = {}
  ) {
    this.start = cursor?.start ?? null;
    this.loaded = cursor?.loaded ?? false;
    this.#revisedAt = cursor?.revisedAt ?? 0;
    this.#stretches = (cursor?.stretches ?? []).map(Stretch.from);
    this.#limits = {stretchRows, stretches, alwaysRows, knownRows};
  }

  /** The last value that was taken; null before the first. */
  get end(): Key | null {
    return this.#stretches.at(-1)?.to ?? this.start;
  }

  /** The value before that of a stretch's first row. */
  before(stretch: Stretch): Key | null {
    return this.#stretches[this.#stretches.indexOf(stretch) - 1]?.to ?? this.start;
  }

  /**
   * Stretches to be compared with the table: the last one, those whose age has doubled since they were, and those whose
   * overlap has ended; all of a small window. So what happens to a row within some time of its coming is noticed within
   * that time again. What a clock that was ahead noted counts as of now.
   */
  due(now: number): Stretch[] {
    for (const stretch of this.#stretches) stretch.notLaterThan(now);
    const rows = this.#stretches.reduce((sum, stretch) => sum + stretch.rows, 0);
    const last = this.#stretches.at(-1);
    return this.#stretches.filter(
      (stretch) =>
        stretch === last ||
        rows <= this.#limits.alwaysRows ||
        now - stretch.checked >= stretch.checked - stretch.seen ||
        this.isPast(stretch.seen, now)
    );
  }

  /** The stretch that takes a row beyond the end, read at `now`. Rows equal in the followed value stay together. */
  extend(follow: Key, now: number): Stretch {
    const last = this.#stretches.at(-1);
    if (last?.known && (last.rows < this.#limits.stretchRows || last.to === follow)) {
      last.to = follow;
      return last;
    }
    const stretch = new Stretch(follow, 0, now);
    this.#stretches.push(stretch);
    return stretch;
  }

  /** What a row held that is in the window; undefined when it is not, or forgotten. */
  contentOf(id: string): string | undefined {
    return this.#stretches.findLast(({known}) => known?.has(id))?.known?.get(id);
  }

  /** Whether each of its rows is known. */
  get isKnown(): boolean {
    return this.#stretches.every(({known}) => known);
  }

  get isEmpty(): boolean {
    return this.#stretches.every(({rows}) => rows === 0);
  }

  /** Time for a record that takes the place of others: now, and later than any before. */
  revise(now: number): number {
    this.#revisedAt = Math.max(now, this.#revisedAt + 1);
    return this.#revisedAt;
  }

  /** Whether what came at a time is out of the overlap. */
  isPast(time: number, now: number): boolean {
    return now >= time + this.overlap;
  }

  /** Leaves behind what was compared after its overlap had ended, and keeps within the limits. */
  trim(): void {
    const past = this.#stretches.findIndex(
      ({checked, seen}, i) => !this.isPast(seen, checked) || i === this.#stretches.length - 1
    );
    if (past > 0) this.start = this.#stretches[past - 1]!.to;
    this.#stretches = this.#stretches.slice(Math.max(0, past));
    if (this.#stretches.length > this.#limits.stretches) this.#join();
    this.forget();
  }

  #join(): void {
    const [old, last] = [this.#stretches.slice(0, -2), this.#stretches.slice(-2)];
    const joined = old.flatMap((stretch, i) => (i % 2 ? [] : [old[i + 1] ? stretch.with(old[i + 1]!) : stretch]));
    this.#stretches = [...joined, ...last];
  }

  /** Keeps the number of rows that are known one by one within its limit: the newest ones. */
  forget(): void {
    let rows = 0;
    for (const stretch of this.#stretches.toReversed()) {
      rows += stretch.known?.size ?? 0;
      if (rows > this.#limits.knownRows) stretch.known = null;
    }
  }

  cursor(): WindowCursor {
    const known = this.#stretches.slice(-2).filter((stretch) => stretch.rows <= 2 * this.#limits.stretchRows);
    const stretches = this.#stretches.map((stretch) => stretch.cursor(known.includes(stretch)));
    return {start: this.start, loaded: this.loaded, revisedAt: this.#revisedAt, stretches};
  }
}
