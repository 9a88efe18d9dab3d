import {execFileSync} from "node:child_process";
import {existsSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {mean} from "../loaders/math/mean.ts";
import {root} from "../tests/support/root.ts";
import {runWeir} from "../tests/support/run-weir.ts";
import {temporaryFolder} from "../tests/support/temporary-folder.ts";
import {noise} from "../tests/support/waves.ts";
import type {Bench, BenchContext, Row} from "./bench.ts";
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
  out: string
): Promise<{seconds: number; peak: number}> {
  const columns = ["--series", "series", "--time", "time", "--value", "value"];
  const started = performance.now();
  const weir = runWeir(scope, ["forecast", file, ...columns, "--horizon", String(horizon), "--out", out]);
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
  const score = JSON.parse(
    execFileSync(process.execPath, [judge, "--train", train, "--test", test, "--forecasts", out], {encoding: "utf8"})
  );
  if (score.missing) throw new Error(`${score.missing} forecasts are missing`);
  return [
    {what: `M4 hourly, ${score.series} series, OWA`, value: score.owa, unit: "", bar: {atMost: 0.42}},
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

/** Ratios of the mean absolute error to that of the week before, geometric means over districts and weeks. */
async function districts(context: BenchContext): Promise<Row[]> {
  const {names, times, columns} = inflow();
  const folder = temporaryFolder(context.scope, {prefix: "weir-bench-"});
  const ratios: {first: number; rest: number; all: number}[] = [];
  for (const monday of weeks) {
    context.say(`water districts, the week from ${monday}`);
    const origin = Date.parse(`${monday}T00:00Z`);
    const rows = names.flatMap((name, j) =>
      times.flatMap((time, i) => (time < origin ? `${name},${new Date(time).toISOString()},${columns[j]![i]}` : []))
    );
    const [file, out] = [join(folder, `${monday}.csv`), join(folder, `${monday}-out.csv`)];
    writeFileSync(file, `series,time,value\n${rows.join("\n")}\n`);
    await forecast(context, file, week, out);
    const forecasts = new Map<string, number>();
    for (const line of readFileSync(out, "utf8").trimEnd().split("\n").slice(1)) {
      const [series, time, , value] = line.split(",");
      forecasts.set(`${series} ${Date.parse(time!)}`, Number(value));
    }
    names.forEach((name, j) => {
      const actual = new Map(times.map((time, i) => [time, Number.parseFloat(columns[j]![i]!)]));
      const errors = (from: number, to: number) => {
        const hours = Array.from({length: to - from}, (_, h) => origin + (from + h) * hour);
        const judged = hours.filter(
          (time) => Number.isFinite(actual.get(time)) && Number.isFinite(actual.get(time - week * hour))
        );
        const ours = mean(judged.map((time) => Math.abs(forecasts.get(`${name} ${time}`)! - actual.get(time)!)));
        return ours / mean(judged.map((time) => Math.abs(actual.get(time - week * hour)! - actual.get(time)!)));
      };
      ratios.push({first: errors(0, 24), rest: errors(24, week), all: errors(0, week)});
    });
  }
  const geometric = (values: number[]) => Math.exp(mean(values.map(Math.log)));
  const against = (what: string, value: number, atMost: number): Row => ({
    what: `water districts, ${what}, error against the week before`,
    value,
    unit: "x",
    bar: {atMost}
  });
  return [
    against("first day", geometric(ratios.map(({first}) => first)), 0.76),
    against("rest of the week", geometric(ratios.map(({rest}) => rest)), 0.8),
    against("worst district and week", Math.max(...ratios.map(({all}) => all)), 1)
  ];
}

/** Flow and pressure by the minute for nine months, as a plant's sensors give them: a day, a week, and noise that lasts. */
async function minutes(context: BenchContext): Promise<Row[]> {
  context.say("nine months of minutes");
  const folder = temporaryFolder(context.scope, {prefix: "weir-bench-"});
  const [file, out] = ["minutes.csv", "out.csv"].map((name) => join(folder, name)) as [string, string];
  const random = noise(1);
  const lines = ["flow", "pressure"].flatMap((series) => {
    let drift = 0;
    return Array.from({length: 394_200}, (_, i) => {
      drift = 0.98 * drift + random();
      const day = Math.sin((2 * Math.PI * i) / 1440) + 0.4 * Math.sin((4 * Math.PI * i) / 1440);
      const weekend = Math.floor(i / 1440) % 7 >= 5 ? 0.85 : 1;
      const value = (series === "flow" ? 200 + 100 * day : 40 - 8 * day) * weekend + 0.5 * drift;
      return `${series},${new Date(Date.UTC(2026, 0, 5) + i * 60_000).toISOString()},${value.toFixed(3)}`;
    });
  });
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
