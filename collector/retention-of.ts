import type {Config} from "./config.ts";
import type {Retention} from "./retain.ts";
import {jobPlans} from "./schedule/job-plans.ts";
import {intervalAt} from "./schedule/timing.ts";

/** Runs follow the clock so many times as fast as it should go: after a long pause they catch up. */
export const catchUp = 7;

/** What the job `retain` of a configuration keeps, and how far one run of it follows the clock. */
export function retentionOf(config: Config, {now = Date.now} = {}): Retention {
  const {timing} = jobPlans(config).find(({name}) => name === "retain")!;
  return {keepMs: config.lake.keep, stepMs: catchUp * intervalAt(timing, now())};
}
