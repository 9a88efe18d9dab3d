import type {Stage} from "../../loaders/outliers/stage.ts";

/** A series in one minute; null where no reading came. */
export interface Minute {
  value: number | null;
  stage: Stage;
}

const minuteMs = 60_000;

/** The latest minutes of a series: the last reading of each, and its worst stage. */
export class MinuteTable {
  readonly #minutes = new Map<number, Minute>();

  /** @param reach how long a minute is kept, ms */
  constructor(readonly reach = 3_600_000) {}

  /** A reading, or with null that none has come. */
  note(time: number, value: number | null, stage: Stage): void {
    const minute = Math.floor(time / minuteMs) * minuteMs;
    const known = this.#minutes.get(minute);
    const worst = Math.max(stage, known?.stage ?? 0) as Stage;
    this.#minutes.set(minute, {value: value ?? known?.value ?? null, stage: worst});
    for (const old of this.#minutes.keys()) if (old < minute - this.reach) this.#minutes.delete(old);
  }

  /** A reading of the past, of a minute of which nothing is known. */
  recall(time: number, value: number): void {
    const minute = Math.floor(time / minuteMs) * minuteMs;
    const known = this.#minutes.get(minute);
    if (known === undefined || known.value === null) this.#minutes.set(minute, {value, stage: known?.stage ?? 0});
  }

  /** The minute that begins at an instant. */
  at(minute: number): Minute {
    return this.#minutes.get(minute) ?? {value: null, stage: 0};
  }
}
