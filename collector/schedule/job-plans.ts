import type {Config} from "../config.ts";
import type {Timing} from "./timing.ts";

/** What there is to do by itself, and when. */
export interface JobPlan {
  name: JobName;
  about: string;
  timing: Timing;
  /** A run is stopped after this time, ms. */
  limitMs: number;
  /** One of these at a time: they take a processor each. */
  heavy: boolean;
  /** It is asked this often whether there is anything to do, and mostly there is not. */
  asked: boolean;
}

export type JobName = keyof Config["jobs"];

const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];

/** The jobs of a configuration, in the order in which they are started when several are due. */
export function jobPlans({
  jobs,
  timeZone,
  publish,
  lake
}: Pick<Config, "jobs" | "timeZone" | "publish" | "lake">): JobPlan[] {
  const plans: JobPlan[] = [
    plan("detect", "judges what has and what has not reported, and sends alerts", minuteMs, minuteMs),
    plan("report", "sends the ten-minute report, on the hour with forecasts", 10 * minuteMs, 5 * minuteMs),
    plan("nightFlow", "sends what flows at night, every ten minutes from 22:00 to 5:00", 10 * minuteMs, 5 * minuteMs),
    plan("compact", "merges small files of the lake, deletes those that nobody reads", lake.compactEvery, hourMs),
    plan("retain", "takes out of the lake what is older than lake.keep", dayMs, hourMs),
    heavy("forecast", "forecasts the coming week by the hour, for reports and the site", hourMs, hourMs / 2),
    heavy("publish", "builds the site into a new snapshot", publish.every, hourMs),
    heavy("criteria", "derives the criteria of a quarter that is over", dayMs, hourMs),
    {
      ...heavy("train", "fits the models when they are old or know half of the data", 10 * minuteMs, 12 * hourMs),
      asked: true
    }
  ];
  return plans.map((one) => {
    const {every, at, timeZone: zone = timeZone, limit = one.limitMs} = jobs[one.name] ?? {};
    const timing: Timing = at ? {at, timeZone: zone} : every ? {everyMs: every} : one.timing;
    return {...one, timing, limitMs: limit, asked: one.asked && timing === one.timing};
  });
}

const plan = (name: JobName, about: string, everyMs: number, limitMs: number): JobPlan => ({
  name,
  about,
  timing: {everyMs},
  limitMs,
  heavy: false,
  asked: false
});

const heavy = (...args: Parameters<typeof plan>): JobPlan => ({...plan(...args), heavy: true});
