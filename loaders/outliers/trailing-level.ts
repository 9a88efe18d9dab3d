import {median} from "../math/quantile.ts";

const dayMs = 86_400_000;
const days = 14;
const fewest = 3;

/** Where a `TrailingLevel` stands, as plain data: means of the UTC days before (null: nothing read), and today's sum. */
export interface TrailingLevelState {
  day: number;
  sum: number;
  count: number;
  means: (number | null)[];
  level: number | null;
}

/**
 * The level of a series as known at the beginning of each UTC day: the median of the means of the 14 days before, NaN
 * while fewer than three are known and where it is not positive. A slow season moves it, a bad day does not.
 */
export class TrailingLevel {
  readonly #state: TrailingLevelState;

  /** @param state of another one, to go on where that stood */
  constructor(state: TrailingLevelState = {day: Number.MIN_SAFE_INTEGER, sum: 0, count: 0, means: [], level: null}) {
    this.#state = structuredClone(state);
  }

  get state(): TrailingLevelState {
    return structuredClone(this.#state);
  }

  /** Takes the next value (NaN is a gap); the level that holds at its time. */
  push(time: number, value: number): number {
    const state = this.#state;
    const day = Math.floor(time / dayMs);
    if (day > state.day) this.#begin(day);
    if (Number.isFinite(value) && day === state.day) {
      state.sum += value;
      state.count++;
    }
    return state.level ?? Number.NaN;
  }

  #begin(day: number): void {
    const state = this.#state;
    state.means.push(state.count ? state.sum / state.count : null);
    for (let missed = state.day + 1; missed < day && missed <= state.day + days; missed++) state.means.push(null);
    state.means.splice(0, state.means.length - days);
    const known = state.means.filter((mean) => mean !== null);
    const level = known.length < fewest ? Number.NaN : median(known);
    Object.assign(state, {day, sum: 0, count: 0, level: level > 0 ? level : null});
  }
}
