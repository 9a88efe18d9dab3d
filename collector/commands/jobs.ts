import {existsSync} from "node:fs";
import {join} from "node:path";
import {Catalog, type Run} from "../catalog.ts";
import type {Config} from "../config.ts";
import {keepCriteria} from "../criteria.ts";
import {offsetAt} from "../local-time.ts";
import type {Say} from "../say.ts";
import {type JobName, type JobPlan, jobPlans} from "../schedule/job-plans.ts";
import {durationText, type JobStatus, statusOf} from "../schedule/job-status.ts";
import {dueAfter} from "../schedule/timing.ts";
import {textTable} from "../text-table.ts";
import {keepForecasts} from "../watch/keep-forecasts.ts";
import {WrongUsage} from "../wrong-usage.ts";
import {retainOnce, tidyOnce} from "./compact.ts";
import {publishOnce} from "./publish.ts";
import {trainModels} from "./train.ts";

/** `weir jobs`: what runs by itself, when, and how it went. */
export async function listJobs(
  config: Config,
  {json, print}: {json?: boolean; print: (value: unknown) => void}
): Promise<void> {
  const jobs = withCatalog(config, (catalog) => jobPlans(config).map((plan) => statusOf(plan, catalog, Date.now())));
  if (json) return print(jobs);
  const head = ["job", "when", "last success", "next", "", "what it does"];
  const rows = jobs.map(({name, when, lastSuccess, next, failed, late, about}) => [
    name,
    when,
    short(lastSuccess) ?? "never",
    short(next) ?? "",
    [...(late ? ["late"] : []), ...(failed ? [`failed ${failed.times}x: ${failed.message}`] : [])].join(", "),
    about
  ]);
  process.stdout.write(textTable(head, rows));
}

/** `weir jobs explain NAME`: how a job stands, and when it is due next, on UTC's clock and its zone's. */
export async function explainJob(
  config: Config,
  name: string,
  {json, print}: {json?: boolean; print: (value: unknown) => void}
): Promise<void> {
  const plan = planOf(config, name);
  const {status, runs} = withCatalog(config, (catalog) => ({
    status: statusOf(plan, catalog, Date.now()),
    runs: catalog?.runs(plan.name, 5) ?? []
  }));
  const zone = "at" in plan.timing ? plan.timing.timeZone : config.timeZone;
  const last = status.lastSuccess ? Date.parse(status.lastSuccess) : null;
  const due: {utc: string; local: string}[] = [];
  for (let time = Date.now(); !plan.asked && due.length < 5 && Number.isFinite(time); ) {
    time = dueAfter(plan.timing, time, last);
    if (Number.isFinite(time)) due.push({utc: iso(time), local: localText(time, zone)});
  }
  if (json) return print({...status, due, runs});
  const lines = [
    `${plan.name} ${plan.about}: ${status.when}; a run is stopped after ${durationText(plan.limitMs)}`,
    status.late ? "late: it should have run twice since its last success" : "",
    status.failed ? failureText(status.failed) : ""
  ].filter(Boolean);
  const dueRows = due.map(({utc, local}) => [short(utc)!, local]);
  const parts = [
    `${lines.join("\n")}\n`,
    ...(due.length ? [textTable(["due (UTC)", `on the clock of ${zone}`], dueRows)] : []),
    runs.length ? textTable(["run (UTC)", "took", "", ""], runs.map(runRow)) : "no run yet\n"
  ];
  process.stdout.write(parts.join("\n"));
}

/** `weir jobs run NAME`: a run now, in this process, recorded like the others. */
export async function runJob(config: Config, name: string, {say}: {say: Say}): Promise<void> {
  const plan = planOf(config, name);
  const print = () => {};
  const works: Partial<Record<JobName, () => Promise<string>>> = {
    compact: () => tidyOnce(config),
    retain: () => retainOnce(config),
    publish: async () => (await publishOnce(config, {say})).id,
    forecast: async () => `${await keepForecasts(config, new AbortController().signal)} series`,
    criteria: async () => `${(await keepCriteria(config)).length} series`,
    train: () => trainModels(config, {json: true, print, say}).then(() => "done")
  };
  const work = works[plan.name];
  if (!work) throw new WrongUsage(`runs inside weir up alone: ${plan.name} (start weir up, or wait for it)`);
  const startedAt = Date.now();
  const record = (outcome: {ok: boolean; message: string}) =>
    withCatalog(config, (catalog) => catalog?.addRun({job: plan.name, startedAt, endedAt: Date.now(), ...outcome}));
  try {
    const message = await work();
    record({ok: true, message});
    say(`${plan.name}: ${message}`);
  } catch (error) {
    record({ok: false, message: (error as Error).message});
    throw error;
  }
}

function planOf(config: Config, name: string): JobPlan {
  const plans = jobPlans(config);
  const plan = plans.find((one) => one.name === name);
  if (!plan) throw new WrongUsage(`no such job: ${name} (there are ${plans.map((one) => one.name).join(", ")})`);
  return plan;
}

function withCatalog<T>({data}: Config, use: (catalog: Catalog | null) => T): T {
  if (!existsSync(join(data, "catalog.db"))) return use(null);
  const catalog = new Catalog(data);
  try {
    return use(catalog);
  } finally {
    catalog.close();
  }
}

const failureText = ({at, times, message, retry}: NonNullable<JobStatus["failed"]>): string =>
  `failed ${times}x, last at ${short(at)}: ${message}; tried again at ${short(retry)} (UTC)`;

const runRow = ({startedAt, endedAt, ok, message}: Run): string[] => [
  short(iso(startedAt))!,
  `${((endedAt - startedAt) / 1000).toFixed(1)} s`,
  ok ? "" : "failed",
  message
];

const iso = (time: number): string => new Date(time).toISOString();
const short = (time: string | null): string | null => time && `${time.slice(0, 10)} ${time.slice(11, 16)}`;
const localText = (time: number, zone: string): string => short(iso(time + offsetAt(zone, time)))!;
