import {seriesSettings} from "../../data/settings.ts";
import {type Config, settingsOf} from "../config.ts";
import {seriesNames} from "./series-names.ts";
import {SeriesWatch} from "./series-watch.ts";

/** The series of all serial sources, as far as they have been heard of. */
export class WatchedSeries implements Iterable<SeriesWatch> {
  readonly sources: ReadonlySet<string>;
  readonly #series = new Map<string, SeriesWatch>();
  readonly #labels = new Map<string, string>();

  /** @param offset how far local clocks are ahead of UTC, ms */
  constructor(
    private readonly config: Config,
    private readonly offset: (time: number) => number
  ) {
    this.sources = new Set(config.sources.filter(({kind}) => kind === "serial").map(({id}) => id));
  }

  [Symbol.iterator](): Iterator<SeriesWatch> {
    return this.#series.values();
  }

  /** One of them; a new one begins without a past. */
  of(source: string, series: string, now: number): SeriesWatch {
    const key = JSON.stringify([source, series]);
    const known = this.#series.get(key);
    if (known) return known;
    const {unit, min, max} = seriesSettings(settingsOf(this.config), series);
    const facts = {source, series, unit, min, max, offset: this.offset, criteria: this.config.criteria[series]};
    const fresh = new SeriesWatch(facts, now);
    this.#series.set(key, fresh);
    return fresh;
  }

  /** What people call them. */
  names(): (series: string) => string {
    const labelOf = (series: string): string => {
      const label = this.#labels.get(series) ?? seriesSettings(settingsOf(this.config), series).label;
      this.#labels.set(series, label);
      return label;
    };
    return seriesNames(
      labelOf,
      [...this].map(({facts}) => facts.series)
    );
  }

  /** Sources of which no series has been heard of. */
  get unheard(): string[] {
    const heard = new Set([...this].map(({facts}) => facts.source));
    return [...this.sources].filter((id) => !heard.has(id));
  }
}
