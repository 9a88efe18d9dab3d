import {median} from "../../math/quantile.ts";
import {type Moment, NoveltyScore} from "./novelty-score.ts";

/** Rows from which the usual interval is taken; none of them could be judged yet. */
const first = 24;
/** Rows closer than this are judged by means of five of their intervals. */
const closest = 150_000;
const together = 5;
/** Beyond this, squares would overflow. */
const largest = 1e100;

/**
 * Score in [0, 1] of each row of one series as it comes, from earlier rows only: 0.5 and more is an alarm. Rows that come
 * by the minute or faster are judged five intervals at a time, when the first row after them is there; an alarm falls on
 * that row.
 */
export class OutlierScore {
  readonly #waiting: {time: number; value: number}[] = [];
  #score: NoveltyScore | undefined;
  /** Width of what is judged together, ms; 0 is each row by itself. */
  #width = 0;
  #bucket = 0;
  #sum = 0;
  #count = 0;
  #level = 0;
  #judged: Moment[] = [];

  /** Takes the next row; times ascend, and rows without a value or a time are passed over with 0. */
  push(time: number, value: number): number {
    this.#judged = [];
    if (!Number.isFinite(time) || !Number.isFinite(value)) return 0;
    // Twelve digits, so that rounding errors of whoever wrote the values are no news.
    const row = {time, value: Math.max(-largest, Math.min(largest, Number(value.toPrecision(12))))};
    if (this.#score) return this.#take(row);
    if (this.#waiting.push(row) === first) this.#begin();
    return 0;
  }

  /** The moments that the last row completed: mostly none or one. */
  get judged(): readonly Moment[] {
    return this.#judged;
  }

  #begin(): void {
    const gaps = this.#waiting.slice(1).map(({time}, i) => time - this.#waiting[i]!.time);
    const interval = median(gaps.filter((gap) => gap > 0));
    if (interval < closest) this.#width = together * interval;
    this.#score = new NoveltyScore(this.#width || interval);
    for (const row of this.#waiting.splice(0)) this.#take(row);
  }

  #take({time, value}: {time: number; value: number}): number {
    if (!this.#width) return this.#judge(time, value).score;
    const bucket = Math.floor(time / this.#width);
    const complete = this.#count > 0 && bucket !== this.#bucket;
    const moment = complete ? this.#judge(this.#bucket * this.#width, this.#sum / this.#count) : undefined;
    if (complete) this.#sum = this.#count = 0;
    this.#bucket = bucket;
    this.#sum += value;
    this.#count++;
    if (moment) this.#level = moment.alarm ? moment.score - 0.5 : moment.score;
    return moment?.score ?? this.#level;
  }

  #judge(time: number, value: number): Moment {
    const moment = this.#score!.push(time, value);
    this.#judged.push(moment);
    return moment;
  }
}
