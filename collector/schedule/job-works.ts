import type {Collector} from "../collector.ts";
import type {Config} from "../config.ts";
import {keepCriteria} from "../criteria.ts";
import {retiredText, tidiedText} from "../maintain.ts";
import {runCommand} from "../run-command.ts";
import type {Say} from "../say.ts";
import type {Snapshot} from "../snapshots.ts";
import {Training} from "../training.ts";
import {keepForecasts} from "../watch/keep-forecasts.ts";
import type {Watch} from "../watch.ts";
import {type JobName, jobPlans} from "./job-plans.ts";
import {reportWithForecasts} from "./report-with-forecasts.ts";
import type {Job} from "./scheduler.ts";

/** Of a publication, which gives way to readings and readers. */
const niceness = 5;

/**
 * What each job does, by name; heavy ones in processes of their own.
 *
 * @param isPending whether a job runs, or is due
 */
export function jobWorks(
  config: Config,
  {
    collector,
    watch,
    say,
    isPending
  }: {collector: Collector; watch: Watch; say: Say; isPending: (job: JobName) => boolean}
): Record<JobName, Job["run"]> {
  const training = new Training(config, collector.catalog);
  const {limitMs} = jobPlans(config).find(({name}) => name === "report")!;
  const isForecasting = () => isPending("forecast");
  return {
    detect: async () => {
      await watch.detect();
      return "judged";
    },
    report: async (signal) => {
      const text = await reportWithForecasts(watch, signal, {limitMs, isForecasting});
      return `${text.split("\n").length} lines`;
    },
    nightFlow: async () => ((await watch.nightFlow()) === null ? "nothing to tell by day" : "told"),
    forecast: async (signal) => {
      await collector.flush().catch(() => {}); // said by flush; the past that the lake has will do
      return `${await keepForecasts(config, signal)} series`;
    },
    compact: async (signal) => tidiedText(await collector.tidy(signal)),
    retain: async () => retiredText(await collector.retain()),
    publish: async (signal) => {
      await collector.flush().catch(() => {}); // said by flush; readers get what the lake has
      const snapshot = await runCommand(config, ["publish", "--json"], {say, signal, niceness});
      return (JSON.parse(snapshot) as Snapshot).id;
    },
    criteria: async (signal) => `${(await keepCriteria(config, signal)).length} series`,
    train: async (signal) => {
      if (!training.isDue()) return null;
      const series = await training.run(signal);
      say(`forecasts: models fitted to ${series} series`);
      return `${series} series`;
    }
  };
}
