import {parseConfig} from "../collector/config.ts";
import type {ConfigInput} from "../collector/config-schema.ts";
import {jobPlans} from "../collector/schedule/job-plans.ts";
import type {Bench, Row} from "./bench.ts";
import {dueMoments} from "./support/schedule/due-moments.ts";
import type {JournalLine} from "./support/schedule/journal.ts";
import {judge} from "./support/schedule/oracle.ts";
import {runDay} from "./support/schedule/run-day.ts";

const hourMs = 3_600_000;
const hours = 24;
const speed = 1000;
/** In the night in which Berlin sets its clocks back. */
const wall = Date.UTC(2026, 9, 24, 22);

/** A day by the clock of a zone, an interval that divides no day, and limits that are reached. */
const config: ConfigInput = {
  timeZone: "Europe/Berlin",
  jobs: {
    detect: {limit: "5m"},
    criteria: {at: "30 2 * * *"},
    compact: {every: "20m", limit: "15m"},
    publish: {limit: "3h"},
    retain: {every: "7h"},
    train: {limit: "2h"}
  },
  publish: {every: "15m"},
  sources: {machine: {kind: "system"}}
};

/** Whether a schedule keeps its promises whatever befalls its processes, by an oracle that knows the journal alone. */
export const bench: Bench = {
  name: "schedule",
  about: `${hours} h of schedule at ${speed} x with kills, stops, clock steps and slow jobs`,
  async run(context) {
    const seed = Number(process.env.WEIR_SEED ?? Date.now() % 1_000_000);
    context.say(`seed ${seed} (again: WEIR_SEED=${seed})`);
    const plans = jobPlans(parseConfig(config));
    const {journal, snapshots, kills, steps, pauses, torn, crashes} = await runDay(context, {
      plans,
      wall,
      simulatedMs: hours * hourMs,
      speed,
      seed
    });
    const span = [wall - 7 * 24 * hourMs, wall + 8 * 24 * hourMs] as const;
    const promised = plans.map(({name, timing, limitMs, heavy}) => ({
      name,
      limitMs,
      heavy,
      due: dueMoments(timing, ...span)
    }));
    const {counts, ...broken} = judge(journal, promised);
    for (const [promise, cases] of Object.entries({...broken, torn, crashes}))
      for (const one of cases.slice(0, 10)) context.say(`${promise}: ${one}`);
    const published = journal.filter((line) => line.what === "recorded" && line.ok && line.job === "publish").length;
    const none = (what: string, cases: readonly string[]): Row => ({
      what,
      value: cases.length,
      unit: "cases",
      bar: {atMost: 0}
    });
    return [
      {what: "simulated", value: journal.at(-1)!.at / hourMs, unit: "h", bar: {atLeast: hours}},
      {what: "of that with a schedule running", value: aliveMs(journal) / hourMs, unit: "h", bar: {atLeast: hours / 2}},
      {what: "kills", value: kills, unit: "kills", bar: {atLeast: 10}},
      {what: "clock steps", value: steps, unit: "steps", bar: {atLeast: 10}},
      {what: "process stopped for a while", value: pauses, unit: "times"},
      {what: "due moments", value: counts.dueMoments, unit: "moments"},
      {what: "runs", value: counts.runs, unit: "runs", bar: {atLeast: 500}},
      {what: "snapshots published", value: published, unit: "snapshots", bar: {atLeast: 5}},
      {what: "publishes that a kill cut short", value: cutShort(journal, "publish"), unit: "runs", bar: {atLeast: 1}},
      {what: "snapshots left by retention", value: snapshots, unit: "snapshots"},
      {what: "runs that failed", value: counts.failures, unit: "runs"},
      {what: "runs stopped at their limit", value: counts.stopped, unit: "runs"},
      {what: "runs that a kill cut short", value: counts.cutShort, unit: "runs"},
      none("overlaps", broken.overlaps),
      none("due moments served twice", broken.doubled),
      none("runs for no reason", broken.unasked),
      none("jobs that were due and did not run", broken.late),
      none("limits not kept", broken.unlimited),
      none("runs the catalog forgot", broken.forgotten),
      none("torn snapshots", torn),
      none("processes that ended by themselves", crashes)
    ];
  }
};

/** Runs of a job that had not ended when the next process started. */
function cutShort(journal: readonly JournalLine[], job: string): number {
  let [count, isRunning] = [0, false];
  for (const line of journal) {
    if (line.what === "start" && isRunning) count++;
    if (line.what === "start" || (line.what === "end" && line.job === job)) isRunning = false;
    if (line.what === "begin" && line.job === job) isRunning = true;
  }
  return count;
}

/** How long, simulated, there was a process that looked for what was due. */
function aliveMs(journal: readonly JournalLine[]): number {
  let [sum, last] = [0, null as number | null];
  for (const {what, at} of journal) {
    if (what === "tick" && last !== null) sum += at - last;
    if (what === "tick") last = at;
    else if (what === "start") last = null;
  }
  return sum;
}
