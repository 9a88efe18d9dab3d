import {existsSync} from "node:fs";
import {resolve} from "node:path";
import {pathToFileURL} from "node:url";
import {z} from "zod";
import type {Settings} from "../data/schema.ts";
import {configMistake} from "./config-mistake.ts";
import {duration} from "./duration.ts";
import {timeZone} from "./local-time.ts";
import {cronExpression} from "./schedule.ts";
import type {Source, SourceKind} from "./source.ts";
import {kinds} from "./sources/index.ts";

/** Options that every kind of source takes besides its own. */
const commonOptions = {
  about: z.string().default(""),
  simulated: z.boolean().default(false),
  freshFor: duration.default(600_000)
};

const positive = z.number().positive();
const schedulable = duration.superRefine((ms, context) => {
  try {
    cronExpression(ms);
  } catch (error) {
    context.addIssue({code: "custom", message: (error as Error).message});
  }
});
const identifier = z.string().regex(/^[a-z][a-z0-9-]*$/, "write a name of lower-case letters, digits and dashes");

const configSchema = z.strictObject({
  title: z.string().min(1).default("Weir"),
  /** Folder of spool, lake, catalog and snapshots, relative to the configuration file. */
  data: z.string().min(1).default("data"),
  timeZone: timeZone.default("UTC"),
  demo: z.boolean().default(false),
  server: z
    .strictObject({host: z.string().default("localhost"), port: z.int().min(0).max(65535).default(3000)})
    .prefault({}),
  /** How often the spool is written to the lake, and the size of the spool at which sources have to wait. */
  lake: z
    .strictObject({
      every: duration.default(60_000),
      spoolBytes: positive.default(512 * 2 ** 20),
      /** How often small files are merged, and how long records are kept. */
      compactEvery: duration.default(600_000),
      keep: duration.default(365 * 86_400_000)
    })
    .prefault({}),
  publish: z
    .strictObject({
      every: schedulable.default(600_000),
      keep: z.int().min(2).default(24)
    })
    .prefault({}),
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
  sources: z.record(identifier, z.unknown()).default({})
});

/** weir.config.ts as a user writes it. */
export type ConfigInput = Omit<z.input<typeof configSchema>, "sources"> & {sources: Record<string, SourceInput>};
export type SourceInput = {
  [K in keyof typeof kinds]: {kind: K; about?: string; simulated?: boolean; freshFor?: string} & z.input<
    (typeof kinds)[K]["options"]
  >;
}[keyof typeof kinds];

export interface ConfiguredSource {
  id: string;
  kind: string;
  about: string;
  simulated: boolean;
  freshForMs: number;
  source: Source;
}

export interface Config extends Omit<z.output<typeof configSchema>, "sources"> {
  /** Folder of the configuration file; every relative path starts here. */
  root: string;
  sources: ConfiguredSource[];
}

/** Every mistake of a configuration at once, each with its key. */
export class ConfigError extends Error {
  constructor(
    readonly file: string,
    readonly mistakes: string[]
  ) {
    super(
      `${file}: ${mistakes.length} ${mistakes.length === 1 ? "mistake" : "mistakes"}\n${mistakes.map((m) => `  ${m}`).join("\n")}`
    );
  }
}

/** Gives weir.config.ts its types; changes nothing. */
export const defineConfig = (config: ConfigInput): ConfigInput => config;

/** Checks a configuration in full. Throws one ConfigError that names every mistake. */
export function parseConfig(
  input: unknown,
  {file = "weir.config.ts", root = process.cwd(), env = process.env} = {}
): Config {
  const mistakes: string[] = [];
  const base = configSchema.safeParse(input, {error: configMistake});
  if (!base.success) mistakes.push(...base.error.issues.flatMap((issue) => describe(issue, [])));
  const sources = parseSources((input as {sources?: unknown} | null)?.sources, root, mistakes);
  const port = env.PORT === undefined ? undefined : Number(env.PORT || NaN);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65535))
    mistakes.push(`PORT: not a port: ${env.PORT} (write a number from 0 to 65535)`);
  if (mistakes.length || !base.success) throw new ConfigError(file, mistakes);
  return {
    ...base.data,
    root,
    data: resolve(root, env.WEIR_DATA ?? base.data.data),
    server: {...base.data.server, port: port ?? base.data.server.port},
    sources
  };
}

function parseSources(input: unknown, root: string, mistakes: string[]): ConfiguredSource[] {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return [];
  return Object.entries(input).flatMap(([id, given]) => {
    const {kind: name, ...rest} = (given ?? {}) as Record<string, unknown>;
    const kind = (kinds as Record<string, SourceKind>)[String(name)];
    if (!kind || !Object.hasOwn(kinds, String(name))) {
      const problem = name === undefined ? "missing" : `unknown: ${name}`;
      mistakes.push(`sources.${id}.kind: ${problem} (write one of ${Object.keys(kinds).join(", ")})`);
      return [];
    }
    const {about, simulated, freshFor, ...options} = rest;
    const common = z.object(commonOptions).safeParse({about, simulated, freshFor}, {error: configMistake});
    const own = kind.options.safeParse(options, {error: configMistake});
    for (const result of [common, own])
      if (!result.success) mistakes.push(...result.error.issues.flatMap((issue) => describe(issue, ["sources", id])));
    if (!common.success || !own.success) return [];
    const {freshFor: freshForMs, ...shared} = common.data;
    return [{id, kind: kind.kind, ...shared, freshForMs, source: kind.create(own.data, root)}];
  });
}

function describe(issue: z.core.$ZodIssue, prefix: PropertyKey[]): string[] {
  const path = [...prefix, ...issue.path].map(String);
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => `${[...path, key].join(".")}: unknown setting`);
  const [inner] = issue.code === "invalid_key" ? issue.issues : [];
  return [`${path.join(".") || "(file)"}: ${inner?.message ?? issue.message}`];
}

/** Reads and checks the configuration file. */
export async function readConfig(file: string): Promise<Config> {
  const path = resolve(file);
  if (!existsSync(path)) throw new Error(`no configuration: ${file} (start where it is, or name one with --config)`);
  let module: {default?: unknown};
  try {
    module = await import(pathToFileURL(path).href);
  } catch (cause) {
    const {code, message} = cause as NodeJS.ErrnoException;
    const reason = code === "ERR_REQUIRE_CYCLE_MODULE" ? "not an ES module (rename it to end in .mts)" : message;
    throw new Error(`cannot read ${file}: ${reason}`, {cause});
  }
  return parseConfig(module.default, {file, root: resolve(path, "..")});
}

/** What the loaders may know of the configuration. */
export function settingsOf(config: Config): Settings {
  const {title, timeZone, series, scaling} = config;
  return {
    title,
    timeZone,
    publishEveryMs: config.publish.every,
    series,
    scaling: scaling && {...scaling, bootMs: scaling.boot, cooldownMs: scaling.cooldown},
    sources: Object.fromEntries(
      config.sources.map(({id, kind, about, simulated, freshForMs}) => [id, {kind, about, simulated, freshForMs}])
    )
  };
}
