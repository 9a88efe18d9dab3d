import {existsSync, readdirSync, readFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {fitForecast} from "../forecast/fit-forecast.ts";
import {forecastFrom} from "../forecast/forecast-from.ts";
import type {Fitted, Forecast} from "../forecast/model.ts";
import type {Regular} from "../forecast/regular.ts";
import {noteRead} from "../lake/reads.ts";
import {pathState} from "../lake/state.ts";
import {codeVersion} from "./code-version.ts";
import {decodeFitted, type FittedRecord, fittedFolder, fittedName} from "./fitted-file.ts";
import {type SpanName, spans} from "./span.ts";

export interface SeriesForecast {
  forecast: Forecast;
  fitted: Fitted;
  /** Whether `weir train` has fitted it; otherwise the quick models were, just now. */
  trained: boolean;
}

/** What `weir train` has learnt, for the build. */
export class FittedModels {
  readonly #folder: string;
  readonly #code = codeVersion(dirname(import.meta.dirname));

  /** @param data the data folder */
  constructor(readonly data: string) {
    this.#folder = join(data, fittedFolder);
    noteRead(`${fittedFolder}/`, () => pathState(this.#folder));
  }

  /**
   * Forecasts a series with what was learnt from it, else with the quick models, fitted here. null when the history is
   * shorter than two days, and where the span takes training and there was none.
   */
  async forecast(id: string, span: SpanName, history: Regular): Promise<SeriesForecast | null> {
    const {horizon, origins, trainedOnly} = spans[span];
    const kept = this.read(id, span);
    if (!kept && trainedOnly) return null;
    const fitted = kept ?? (await fitForecast(history, {horizon, origins}));
    return fitted && {forecast: forecastFrom(fitted, history), fitted, trained: kept !== null};
  }

  /** What was learnt; null when there is nothing that this code can use. */
  read(id: string, span: SpanName): Fitted | null {
    return this.#open(fittedName(id, span))?.fitted ?? null;
  }

  /** Tells apart what was learnt then from what is learnt later; null when there is nothing that this code can use. */
  identity(id: string, span: SpanName): string | null {
    const record = this.#open(fittedName(id, span));
    return record && JSON.stringify([record.code, record.at, record.fitted.through]);
  }

  /** All that was learnt and that this code can use, by series and span. */
  all(): FittedRecord[] {
    const names = existsSync(this.#folder) ? readdirSync(this.#folder).filter((name) => name.endsWith(".model")) : [];
    return names.sort().flatMap((name) => this.#open(name) ?? []);
  }

  #open(name: string): FittedRecord | null {
    const path = join(this.#folder, name);
    const record = existsSync(path) ? decodeFitted(readFileSync(path)) : null;
    return record?.code === this.#code ? record : null;
  }
}
