import {existsSync} from "node:fs";
import {resolve} from "node:path";
import {z} from "zod";
import type {CriteriaSeed, Settings} from "../data/settings.ts";
import type {ServerSettings} from "./config/server-schema.ts";
import {configMistake} from "./config-mistake.ts";
import {commonOptions, configSchema} from "./config-schema.ts";
import {readCriteriaSeeds} from "./criteria-seeds.ts";
import {importModule} from "./import-module.ts";
import type {Source, SourceKind} from "./source.ts";
import {kinds} from "./sources/index.ts";

export type {ConfigInput, SourceInput} from "./config-schema.ts";
export {defineConfig} from "./define-config.ts";

export interface ConfiguredSource {
  id: string;
  kind: string;
  about: string;
  simulated: boolean;
  freshForMs: number;
  source: Source;
}

export interface Config extends Omit<z.output<typeof configSchema>, "sources" | "criteria"> {
  /** The configuration file, as it was named. */
  file: string;
  /** Its folder; every relative path starts here. */
  root: string;
  sources: ConfiguredSource[];
  /** Typical values by series, from the seed file. */
  criteria: Record<string, CriteriaSeed>;
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
  const {seeds, mistakes: wrong} = base.data?.criteria
    ? readCriteriaSeeds(base.data.criteria, root)
    : {seeds: {}, mistakes: []};
  mistakes.push(...wrong);
  if (mistakes.length || !base.success) throw new ConfigError(file, mistakes);
  return {
    ...base.data,
    file,
    root,
    criteria: seeds,
    data: resolve(root, env.WEIR_DATA ?? base.data.data),
    server: serverIn(root, base.data.server, port),
    sources
  };
}

/** The server's settings with what the environment says and with absolute paths. */
function serverIn(root: string, server: ServerSettings, port = server.port): ServerSettings {
  const {login} = server;
  return {...server, port, login: login?.users === undefined ? login : {...login, users: resolve(root, login.users)}};
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
  const module = await importModule(path).catch((cause: Error) => {
    throw new Error(`cannot read ${file}: ${cause.message}`, {cause});
  });
  return parseConfig(module.default, {file, root: resolve(path, "..")});
}

/** What the loaders may know of the configuration. */
export function settingsOf(config: Config): Settings {
  const {title, timeZone, series, scaling, criteria} = config;
  return {
    title,
    timeZone,
    publishEveryMs: config.publish.every,
    series,
    criteria,
    scaling: scaling && {...scaling, bootMs: scaling.boot, cooldownMs: scaling.cooldown},
    sources: Object.fromEntries(
      config.sources.map(({id, kind, about, simulated, freshForMs}) => [id, {kind, about, simulated, freshForMs}])
    )
  };
}
