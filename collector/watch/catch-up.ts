import {lookBack} from "../../loaders/outliers/seeded-walk.ts";
import type {Alert} from "./alert.ts";
import {type AlertJudge, detectorNames} from "./alert-judge.ts";
import type {Judged} from "./judged.ts";
import type {Replay, SeriesWatch} from "./series-watch.ts";
import type {WatchedSeries} from "./watched-series.ts";

/**
 * Judges what an earlier watch has left unjudged, and what came before the past was known: raises the alerts that are
 * lacking, of the last hour at most, and ends none. Who was away for days wants to know what is now.
 */
export class CatchUp {
  readonly #judgedSince: (source: string, series: string) => number;
  #raised: Alert[] = [];
  #isDone = false;

  constructor(
    private readonly left: Judged,
    private readonly judge: AlertJudge
  ) {
    const latest = new Map(left.series.map((one) => [JSON.stringify([one.source, one.series]), one.latest]));
    this.#judgedSince = (source, series) => latest.get(JSON.stringify([source, series])) ?? left.at;
  }

  /** How a series is to be judged while it is given its past; undefined where that has been done. */
  replay(series: SeriesWatch, now: number): Replay | undefined {
    if (this.#isDone || series.isSeeded) return undefined;
    const {source, series: name} = series.facts;
    const oldest = now - lookBack;
    return {
      after: Math.max(this.#judgedSince(source, name), oldest),
      found: (findings, at) => {
        for (const detector of detectorNames) {
          const finding = findings.get(detector);
          const fresh = finding && finding.to > oldest ? finding : undefined;
          this.#raised.push(...this.judge.judgePast({source, series: name, detector}, fresh, {at, now}));
        }
      }
    };
  }

  /** Tells what was raised, as one: a storm is one message. Resolves when that is kept. */
  async end(tell: (raised: Alert[]) => Promise<void>): Promise<void> {
    if (this.#isDone) return;
    if (this.#raised.length) await tell([...new Set(this.#raised)].sort((a, b) => a.since - b.since));
    this.#raised = [];
    this.#isDone = true;
  }

  /** What the next watch may take for judged if all that has been raised until now is kept. */
  judged(series: WatchedSeries, now: number): Judged {
    if (!this.#isDone) return this.left;
    const all = [...series].map(({facts, latest}) => ({...facts, latest: latest?.time ?? now}));
    return {at: now, series: all.map(({source, series, latest}) => ({source, series, latest}))};
  }
}
