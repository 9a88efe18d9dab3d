import {execFileSync} from "node:child_process";
import {existsSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {readSeries} from "../collector/analysis/read-series.ts";
import {mean} from "../loaders/math/mean.ts";
import {root} from "../tests/support/root.ts";
import {runWeir} from "../tests/support/run-weir.ts";
import {temporaryFolder} from "../tests/support/temporary-folder.ts";
import type {Bench, BenchContext, Row} from "./bench.ts";
import {minuteSeries} from "./support/minute-series.ts";
import {residentBytes} from "./support/process-usage.ts";

const shared = join(root, "../shared");
const [m4, bwdf] = ["m4_hourly", "bwdf"].map((name) => join(shared, "datasets", name)) as [string, string];
const judge = join(shared, "score/forecast.mjs");
const hour = 3_600_000;
const week = 168;
/** The weeks that 31 teams forecast in the Battle of the Water Demand Forecasting. */
const weeks = ["2022-07-25", "2022-10-31"];

/**
 * `weir forecast` on data whose results by others are published: the hourly series of the M4 competition (its winner has
 * an OWA of 0.440 on all 414, the seasonal naive 0.628) and two weeks of seven water districts.
 */
export const bench: Bench = {
  name: "forecast",
  about:
    "weir forecast on M4 hourly (published: winner 0.440) and on two weeks of water districts (winner 0.73 and 0.77)",
  async run(context) {
    if (!existsSync(m4) || !existsSync(bwdf)) {
      context.say(`skipped: no ${m4} or no ${bwdf}`);
      return [];
    }
    return [...(await competition(context)), ...(await districts(context)), ...(await minutes(context))];
  }
};

async function forecast(
  {scope}: BenchContext,
  file: string,
  horizon: number,
  out: string,
  more: string[] = []
): Promise<{seconds: number; peak: number}> {
  const columns = ["--series", "series", "--time", "time", "--value", "value"];
  const started = performance.now();
  const weir = runWeir(scope, ["forecast", file, ...columns, "--horizon", String(horizon), "--out", out, ...more]);
  let peak = 0;
  const watch = setInterval(() => {
    if (weir.child.exitCode === null) peak = Math.max(peak, residentBytes(weir.child.pid!));
  }, 100);
  const {code, stderr} = await weir.exit;
  if (code !== 0) throw new Error(`weir forecast failed: exit code ${code}\n${stderr}`);
  clearInterval(watch);
  return {seconds: (performance.now() - started) / 1000, peak};
}

async function competition(context: BenchContext): Promise<Row[]> {
  context.say("M4 hourly");
  const out = join(temporaryFolder(context.scope, {prefix: "weir-bench-"}), "m4.csv");
  const [train, test] = [join(m4, "train.csv"), join(m4, "test.csv")];
  const {seconds} = await forecast(context, train, 48, out);
  const score = scoreOf(train, test, out);
  if (score.missing) throw new Error(`${score.missing} forecasts are missing`);
  context.say("Prophet on the same");
  const rival = scoreOf(train, test, await prophetOnM4(context, train));
  return [
    {
      what: `M4 hourly, ${score.series} series, OWA`,
      value: score.owa,
      unit: "",
      bar: {atMost: 0.42},
      rival: {name: "Prophet", value: rival.owa}
    },
    {what: "M4 hourly, OWA below Prophet's", value: 100 * (1 - score.owa / rival.owa), unit: "%", bar: {atLeast: 45}},
    {
      what: "M4 hourly, values inside the 90 % interval, at least",
      value: 100 * score.coverage90,
      unit: "%",
      bar: {atLeast: 87}
    },
    {
      what: "M4 hourly, values inside the 90 % interval, at most",
      value: 100 * score.coverage90,
      unit: "%",
      bar: {atMost: 93}
    },
    {what: "M4 hourly, MSIS of the 90 % interval", value: score.msis90, unit: "", bar: {atMost: 5.2}},
    {what: "M4 hourly, whole run", value: seconds, unit: "s", bar: {atMost: 90}}
  ];
}

interface Score {
  series: number;
  missing: number;
  owa: number;
  coverage90: number;
  msis90: number;
}

const scoreOf = (train: string, test: string, forecasts: string): Score =>
  JSON.parse(
    execFileSync(process.execPath, [judge, "--train", train, "--test", test, "--forecasts", forecasts], {
      encoding: "utf8"
    })
  );

async function prophetOnM4({scope}: BenchContext, train: string): Promise<string> {
  const {prophet} = await import("./support/prophet.ts");
  const lines = ["series,time,mean"];
  for (const {series, times, values} of await readSeries(train, {time: "time", value: "value", series: "series"})) {
    const ahead = Array.from({length: 48}, (_, h) => times.at(-1)! + (h + 1) * hour);
    prophet([...times], [...values], ahead).forEach((mean, h) => {
      lines.push(`${series},${new Date(ahead[h]!).toISOString()},${mean}`);
    });
  }
  const out = join(temporaryFolder(scope, {prefix: "weir-bench-"}), "prophet.csv");
  writeFileSync(out, `${lines.join("\n")}\n`);
  return out;
}

/** Ratios of the mean absolute error to that of the week before, geometric means over districts and weeks. */
async function districts(context: BenchContext): Promise<Row[]> {
  const {prophet} = await import("./support/prophet.ts");
  const {names, times, columns} = inflow();
  const weather = observedWeather();
  const ratios = {weir: [] as Ratios[], prophet: [] as Ratios[], weather: [] as Ratios[]};
  for (const monday of weeks) {
    context.say(`water districts, the week from ${monday}, and Prophet on the same`);
    const origin = Date.parse(`${monday}T00:00Z`);
    const known = times.filter((time) => time < origin);
    const ahead = Array.from({length: week}, (_, h) => origin + h * hour);
    const ours = await weirOnDistricts(context, {names, times: known, columns});
    const withWeather = await weirOnDistricts(context, {names, times: known, columns}, {ahead, weather});
    for (const [j, name] of names.entries()) {
      const values = columns[j]!.map(Number.parseFloat);
      const actual = new Map(times.map((time, i) => [time, values[i]!]));
      ratios.weir.push(ratiosOf(actual, new Map(ahead.map((time) => [time, ours.get(`${name} ${time}`)!]))));
      ratios.weather.push(ratiosOf(actual, new Map(ahead.map((time) => [time, withWeather.get(`${name} ${time}`)!]))));
      const theirs = prophet(known, values.slice(0, known.length), ahead);
      ratios.prophet.push(ratiosOf(actual, new Map(ahead.map((time, h) => [time, theirs[h]!]))));
    }
  }
  const geometric = (of: Ratios[], part: keyof Ratios) => Math.exp(mean(of.map((one) => Math.log(one[part]))));
  const against = (what: string, part: keyof Ratios, atMost: number): Row => ({
    what: `water districts, ${what}, error against the week before`,
    value: geometric(ratios.weir, part),
    unit: "x",
    bar: {atMost},
    rival: {name: "Prophet", value: geometric(ratios.prophet, part)}
  });
  const worst = (of: Ratios[]) => Math.max(...of.map(({all}) => all));
  return [
    against("first day", "first", 0.76),
    against("rest of the week", "rest", 0.8),
    {
      what: "water districts, worst district and week, error against the week before",
      value: worst(ratios.weir),
      unit: "x",
      bar: {atMost: 1},
      rival: {name: "Prophet", value: worst(ratios.prophet)}
    },
    {
      what: "water districts, error below Prophet's",
      value: 100 * (1 - geometric(ratios.weir, "all") / geometric(ratios.prophet, "all")),
      unit: "%",
      bar: {atLeast: 25}
    },
    {
      what: "water districts, whole week with the weather observed, error against the week before",
      value: geometric(ratios.weather, "all"),
      unit: "x",
      rival: {name: "without weather", value: geometric(ratios.weir, "all")}
    }
  ];
}

/** Errors over the first day, the rest of the week and all of it, against those of the week before. */
interface Ratios {
  first: number;
  rest: number;
  all: number;
}

function ratiosOf(actual: Map<number, number>, forecast: Map<number, number>): Ratios {
  const times = [...forecast.keys()].sort((a, b) => a - b);
  const ratio = (from: number, to: number) => {
    const part = times.slice(from, to);
    const judged = part.filter((t) => Number.isFinite(actual.get(t)) && Number.isFinite(actual.get(t - week * hour)));
    const errorOf = (said: (time: number) => number) => mean(judged.map((t) => Math.abs(said(t) - actual.get(t)!)));
    return errorOf((t) => forecast.get(t)!) / errorOf((t) => actual.get(t - week * hour)!);
  };
  return {first: ratio(0, 24), rest: ratio(24, week), all: ratio(0, week)};
}

/** Forecasts of the week after the given times by district and time. */
async function weirOnDistricts(
  context: BenchContext,
  {names, times, columns}: {names: string[]; times: number[]; columns: string[][]},
  {ahead, weather}: {ahead: number[]; weather: Map<number, string>} = {ahead: [], weather: new Map()}
): Promise<Map<string, number>> {
  const folder = temporaryFolder(context.scope, {prefix: "weir-bench-"});
  const rows = names.flatMap((name, j) =>
    [...times, ...ahead].map((time, i) => {
      const value = i < times.length ? columns[j]![i] : "";
      return `${name},${new Date(time).toISOString()},${value},${weather.get(time) ?? ",,,"}`;
    })
  );
  const [file, out] = ["inflow.csv", "week.csv"].map((name) => join(folder, name)) as [string, string];
  writeFileSync(file, `series,time,value,rain,temperature,humidity,wind\n${rows.join("\n")}\n`);
  const more = ahead.length ? ["--exogenous", "rain,temperature,humidity,wind"] : [];
  await forecast(context, file, week, out, more);
  const lines = readFileSync(out, "utf8").trimEnd().split("\n").slice(1);
  return new Map(
    lines.map((line) => {
      const [series, time, , value] = line.split(",");
      return [`${series} ${Date.parse(time!)}`, Number(value)];
    })
  );
}

/** Flow and pressure by the minute for nine months, as a plant's sensors give them: a day, a week, and noise that lasts. */
async function minutes(context: BenchContext): Promise<Row[]> {
  context.say("nine months of minutes");
  const folder = temporaryFolder(context.scope, {prefix: "weir-bench-"});
  const [file, out] = ["minutes.csv", "out.csv"].map((name) => join(folder, name)) as [string, string];
  const lines = minuteSeries().flatMap(({name, series: {start, step, values}}) =>
    Array.from(values, (value, i) => `${name},${new Date(start + i * step).toISOString()},${value.toFixed(3)}`)
  );
  writeFileSync(file, `series,time,value\n${lines.join("\n")}\n`);
  const {seconds, peak} = await forecast(context, file, 60, out);
  return [
    {
      what: "nine months of minutes, flow and pressure: read, learn, choose",
      value: seconds,
      unit: "s",
      bar: {atMost: 60}
    },
    {what: "nine months of minutes, memory at its peak", value: peak / 1e6, unit: "MB", bar: {atMost: 1000}}
  ];
}

/** Hourly inflow by district, on local clocks. */
function inflow(): {names: string[]; times: number[]; columns: string[][]} {
  const [head, ...lines] = readFileSync(join(bwdf, "inflow_hourly.csv"), "utf8").trim().split(/\r?\n/);
  const rows = lines.map((line) => line.split(","));
  const names = head!.split(",").slice(1);
  return {
    names,
    times: rows.map(([time]) => Date.parse(`${time!.replace(" ", "T")}Z`)),
    columns: names.map((_, j) => rows.map((row) => row[j + 1]!))
  };
}

/** Rain, temperature, humidity and wind by hour, as written. */
function observedWeather(): Map<number, string> {
  const [, ...lines] = readFileSync(join(bwdf, "weather_hourly.csv"), "utf8").trim().split(/\r?\n/);
  return new Map(
    lines.map((line) => {
      const [time, ...cells] = line.split(",");
      return [Date.parse(`${time!.replace(" ", "T")}Z`), cells.join()];
    })
  );
}
