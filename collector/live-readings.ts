import type {Reading} from "../data/schema.ts";
import {type Listener, Listeners} from "./listeners.ts";

/** The newest reading of each series by now, and a word to whoever listens for the next. */
export class LiveReadings {
  readonly #latest = new Map<string, Reading>();
  readonly #listeners: Listeners<Reading>;
  readonly #now: () => number;

  /** @param failed is told what a listener threw */
  constructor(failed?: (error: unknown) => void, {now = Date.now} = {}) {
    this.#listeners = new Listeners(failed);
    this.#now = now;
  }

  publish(reading: Reading): void {
    const before = this.#latest.get(reading.series);
    if (before && before.time > reading.time && before.time <= this.#now()) return; // one dated ahead bars no other
    this.#latest.set(reading.series, reading);
    this.#listeners.tell(reading);
  }

  latest(): Map<string, Reading> {
    return new Map(this.#latest);
  }

  subscribe(listener: Listener<Reading>): () => void {
    return this.#listeners.add(listener);
  }
}
