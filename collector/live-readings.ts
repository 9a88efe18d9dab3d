import type {Reading} from "../data/schema.ts";

/** The newest reading of each series, and a word to whoever listens for the next. */
export class LiveReadings {
  readonly #latest = new Map<string, Reading>();
  readonly #listeners = new Set<(reading: Reading) => void>();

  publish(reading: Reading): void {
    const before = this.#latest.get(reading.series);
    if (before && before.time > reading.time) return;
    this.#latest.set(reading.series, reading);
    for (const listener of this.#listeners) listener(reading);
  }

  latest(): Map<string, Reading> {
    return new Map(this.#latest);
  }

  subscribe(listener: (reading: Reading) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
