import {z} from "zod";
import {alertsSchema} from "./config/alerts-schema.ts";
import {interval, jobsSchema} from "./config/jobs-schema.ts";
import {publishSettings} from "./config/publish-settings.ts";
import {serverSchema} from "./config/server-schema.ts";
import {duration} from "./duration.ts";
import {timeZone} from "./local-time.ts";
import type {kinds} from "./sources/index.ts";

/** Options that every kind of source takes besides its own. */
export const commonOptions = {
  about: z.string().default(""),
  simulated: z.boolean().default(false),
  freshFor: duration.default(600_000)
};

const positive = z.number().positive();
const identifier = z.string().regex(/^[a-z][a-z0-9-]*$/, "write a name of lower-case letters, digits and dashes");

export const configSchema = z.strictObject({
  title: z.string().min(1).default("Weir"),
  /** Folder of spool, lake, catalog and snapshots, relative to the configuration file. */
  data: z.string().min(1).default("data"),
  timeZone: timeZone.default("UTC"),
  demo: z.boolean().default(false),
  server: serverSchema,
  /** How often the spool is written to the lake, and the size of the spool at which sources have to wait. */
  lake: z
    .strictObject({
      every: duration.default(60_000),
      spoolBytes: positive.default(512 * 2 ** 20),
      /** How often small files are merged, and how long records are kept. */
      compactEvery: interval.default(600_000),
      keep: duration.default(365 * 86_400_000)
    })
    .prefault({}),
  /** Jobs that run otherwise than at the intervals given above and below. */
  jobs: jobsSchema,
  publish: z
    .strictObject({
      every: interval.default(600_000),
      ...publishSettings
    })
    .prefault({}),
  /** How often the forecasts' models learn anew, and whether neural networks are among them, which takes minutes. */
  train: z.strictObject({every: duration.default(7 * 86_400_000), networks: z.boolean().default(false)}).prefault({}),
  series: z
    .array(
      z
        .strictObject({
          match: z.string().min(1),
          label: z.string(),
          unit: z.string(),
          min: z.number().nullable().default(null),
          max: z.number().nullable().default(null)
        })
        .refine(({min, max}) => min === null || max === null || min <= max, {path: ["max"], error: "less than min"})
    )
    .default([]),
  /** Seed file of criteria: typical values by series, relative to the configuration file. */
  criteria: z.string().min(1).nullable().default(null),
  scaling: z
    .strictObject({
      series: z.string(),
      capacity: positive,
      headroom: z.number().min(0).max(10).default(0.1),
      boot: duration.default(300_000),
      cooldown: duration.default(600_000),
      min: z.int().min(0).default(1),
      max: z.int().min(1).default(100),
      price: z.number().min(0).default(0),
      currency: z.string().default("USD")
    })
    .refine(({min, max}) => min <= max, {path: ["max"], error: "less than min"})
    .nullable()
    .default(null),
  alerts: alertsSchema,
  sources: z.record(identifier, z.unknown()).default({})
});

/** weir.config.ts as a user writes it. */
export type ConfigInput = Omit<z.input<typeof configSchema>, "sources"> & {sources: Record<string, SourceInput>};
export type SourceInput = {
  [K in keyof typeof kinds]: {kind: K; about?: string; simulated?: boolean; freshFor?: string} & z.input<
    (typeof kinds)[K]["options"]
  >;
}[keyof typeof kinds];
