const tenMinuteMs = 600_000;

/** Beginning of the ten minutes that hold an instant. */
export const tenMinuteOf = (time: number): number => Math.floor(time / tenMinuteMs) * tenMinuteMs;

/** The ten minutes that a `TenMinuteMeans` is in, as plain data. */
export interface TenMinuteState {
  slot: number;
  sum: number;
  count: number;
}

/** Means of ten minutes from readings as they come; NaN where there was none. */
export class TenMinuteMeans {
  readonly #state: TenMinuteState;

  /** @param state of another one, to go on where that stood; or just the first slot */
  constructor({slot, sum = 0, count = 0}: Pick<TenMinuteState, "slot"> & Partial<TenMinuteState>) {
    this.#state = {slot, sum, count};
  }

  get state(): TenMinuteState {
    return {...this.#state};
  }

  /** Takes a reading and tells of all ten minutes that are over with it, in order. One that is late counts for nothing. */
  push(time: number, value: number, tell: (slot: number, mean: number) => void): void {
    const state = this.#state;
    const slot = tenMinuteOf(time);
    for (; state.slot < slot; state.slot += tenMinuteMs) {
      tell(state.slot, state.count ? state.sum / state.count : Number.NaN);
      state.sum = state.count = 0;
    }
    if (slot !== state.slot || !Number.isFinite(value)) return;
    state.sum += value;
    state.count++;
  }
}
