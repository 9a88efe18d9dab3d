import {z} from "zod";
import {duration} from "../duration.ts";
import {timeZone} from "../local-time.ts";
import {atMistake} from "../schedule/timing.ts";

/** The option type of how often a job runs. */
export const interval = duration.refine((ms) => ms >= 1000, {error: "less than a second (write 10s, 5m, 1h or 7d)"});

/** When a job runs, other than by itself: at an interval, or by the wall clock. */
const when = z
  .strictObject({
    every: interval.optional(),
    /** A cron expression of five fields: minute, hour, day of month, month, day of week. */
    at: z
      .string()
      .superRefine((at, context) => {
        const message = atMistake(at);
        if (message) context.addIssue({code: "custom", message});
      })
      .optional(),
    /** Zone of `at`; the site's unless given. */
    timeZone: timeZone.optional(),
    /** A run that takes longer is stopped. */
    limit: duration.optional()
  })
  .refine(({every, at}) => every === undefined || at === undefined, {
    path: ["at"],
    error: "given with every: one is enough"
  });

/** Jobs of `weir up` by name. */
export const jobsSchema = z
  .strictObject({
    detect: when,
    report: when,
    nightFlow: when,
    forecast: when,
    publish: when,
    criteria: when,
    train: when,
    compact: when,
    retain: when
  })
  .partial()
  .prefault({});
