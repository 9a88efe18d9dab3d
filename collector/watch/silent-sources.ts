import type {Finding} from "../../loaders/outliers/finding.ts";
import type {Silence} from "../events.ts";
import type {WatchedSeries} from "./watched-series.ts";

/** Sources that are open and have never told of any series, which no detector can miss. */
export class SilentSources {
  /** Since when, ms UTC. */
  readonly #since = new Map<string, number>();

  constructor(private readonly series: WatchedSeries) {}

  note({source, since}: Silence): void {
    if (this.series.unheard.includes(source)) this.#since.set(source, since);
  }

  /** It has spoken. */
  forget(source: string): void {
    this.#since.delete(source);
  }

  /** What there is to say of a source at an instant. */
  finding(source: string, now: number): Finding | undefined {
    const since = this.#since.get(source);
    if (since === undefined) return undefined;
    return {
      time: since,
      to: now,
      series: source,
      detector: "system",
      stage: 3,
      value: null,
      expected: null,
      reason: `No sensor of ${source} has reported since ${new Date(since).toISOString().slice(0, 16)}Z.`
    };
  }
}
