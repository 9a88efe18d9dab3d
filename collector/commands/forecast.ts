import {createWriteStream} from "node:fs";
import {pipeline} from "node:stream/promises";
import type {Forecast} from "../../loaders/forecast/model.ts";
import type {Regular} from "../../loaders/forecast/regular.ts";
import {forecastAll} from "../analysis/forecast-pool.ts";
import {modelNames} from "../analysis/forecast-task.ts";
import {instantsAfter, localGrid, stepOf} from "../analysis/local-grid.ts";
import {poolsOf} from "../analysis/pools-of.ts";
import {readSeries, type TableColumns} from "../analysis/read-series.ts";
import type {Say} from "../say.ts";
import {terminalProgress} from "../terminal-progress.ts";
import {textTable} from "../text-table.ts";
import {WrongUsage} from "../wrong-usage.ts";

export interface ForecastOptions extends TableColumns {
  horizon: number;
  /** Interval, ms; found in the rows when absent. */
  freq?: number;
  model: string;
  zone: string;
  out?: string;
  json?: boolean;
}

interface Forecasted {
  series: string;
  forecast: Forecast;
  rows: {time: number; at: number}[];
}

/** `weir forecast`: the next values of every series of a table, with intervals, and how well the models did. */
export async function forecastFile(
  file: string,
  {horizon, freq, model, zone, out, json, ...columns}: ForecastOptions,
  {print, say, stdout = process.stdout}: {print: (value: unknown) => void; say: Say; stdout?: NodeJS.WritableStream}
): Promise<void> {
  if (!modelNames.includes(model)) throw new WrongUsage(`unknown model: ${model} (write ${modelNames.join(", ")})`);
  const {exogenous = []} = columns;
  const twice = exogenous.find((name, i) =>
    [columns.time, columns.value, columns.series, ...exogenous.slice(0, i)].includes(name)
  );
  if (twice !== undefined) throw new WrongUsage(`invalid --exogenous: ${twice} is named twice`);
  const table = await readSeries(file, columns, {zone, stamps: false, say});
  const grids = table.map((series) => localGrid(series, freq ?? stepOf(series), zone));
  for (const line of new Set(grids.flatMap((grid) => shortfalls(grid, exogenous, horizon)))) say(line);
  const progress = terminalProgress();
  const ahead = (step: number) => horizon + extra(step, zone);
  const pools = await poolsOf(grids, {model, ahead}, progress);
  const tasks = grids.map((history, index) => {
    const {step} = history;
    return {index, history, horizon: ahead(step), model, pool: pools.get(step)};
  });
  const done: Forecasted[] = [];
  const short: string[] = [];
  let finished = 0;
  for await (const {index, forecast} of forecastAll(tasks)) {
    const {series} = table[index]!;
    finished += 1;
    progress.show(`forecast ${finished} of ${table.length} series: ${series}`);
    if (forecast) done[index] = {series, forecast, rows: instantsAfter(grids[index]!, horizon, zone)};
    else short.push(series);
  }
  progress.clear();
  if (short.length)
    say(`shorter than two days, and left out: ${short.slice(0, 5).join(", ")}${short.length > 5 ? " ..." : ""}`);
  const all = done.filter(Boolean);
  if (all.length === 0) throw new Error(`nothing to forecast: no series of ${file} has two days of values`);
  if (out) await pipeline(csvOf(all), createWriteStream(out));
  if (json) return print({out, series: all.map(summaryOf), short});
  if (out) return void stdout.write(tableOf(all));
  for (const line of csvOf(all)) stdout.write(line);
}

/** What a user should know of the exogenous columns of a series. */
function shortfalls({values, exogenous = []}: Regular, asked: string[], horizon: number): string[] {
  return asked.flatMap((name) => {
    const column = exogenous.find((one) => one.name === name);
    if (!column) return `no values in the column ${name}: left out`;
    const ahead = column.values.length - values.length;
    if (ahead >= horizon) return [];
    return `${name} is known for ${ahead} of ${horizon} steps ahead: from there on its last known day is repeated`;
  });
}

/** Clocks that go forward within the horizon skip a local hour: the grid has to reach further. */
const extra = (step: number, zone: string): number =>
  zone === "UTC" || step > 86_400_000 ? 0 : Math.ceil(3_600_000 / step);

function* csvOf(all: Forecasted[]): Generator<string> {
  yield "series,time,model,mean,lo50,hi50,lo90,hi90\n";
  for (const {series, forecast, rows} of all)
    for (const {time, at} of rows) {
      const {mean, lo50, hi50, lo90, hi90} = forecast;
      const numbers = [mean, lo50, hi50, lo90, hi90].map((values) => Number(values[at]!.toPrecision(9)));
      const stamp = new Date(time).toISOString().replace(".000", "");
      yield `${[field(series), stamp, forecast.model, ...numbers].join(",")}\n`;
    }
}

const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const summaryOf = ({series, forecast: {model, backtests}}: Forecasted) => ({series, model, backtests});

/** What was chosen for each series, and its error beside that of the seasonal naive. */
function tableOf(all: Forecasted[]): string {
  const share = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? "-" : `${(100 * value).toFixed(1)} %`;
  const rows = all.map(({series, forecast: {model, backtests}}) => {
    const naive = backtests.find((one) => one.model === "seasonal naive");
    const [chosen] = backtests;
    return [
      series,
      model,
      String(chosen?.origins ?? 0),
      share(chosen?.smape),
      share(naive?.smape),
      share(chosen?.coverage90)
    ];
  });
  return textTable(["series", "model", "origins", "sMAPE", "seasonal naive", "inside 90 %"], rows);
}
