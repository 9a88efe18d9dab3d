import {dirname, resolve} from "node:path";
import {z} from "zod";
import {type Config, ConfigError, readConfig} from "../config.ts";
import {importModule} from "../import-module.ts";
import type {Subject} from "./finding.ts";
import {isHeld} from "./is-held.ts";

/** What a configuration file says even when other parts of it are wrong. */
const readable = z.looseObject({
  data: z.string().catch("data"),
  sources: z
    .record(
      z.string(),
      z.looseObject({
        kind: z.string().catch(""),
        simulated: z.boolean().catch(false),
        path: z.string().optional().catch(undefined),
        url: z.string().optional().catch(undefined)
      })
    )
    .catch({})
});

/** What is to be examined, as far as the configuration file tells. */
export async function subjectOf(file: string, {env = process.env} = {}): Promise<Subject> {
  const root = dirname(resolve(file));
  const read = await readConfig(file).catch((error: Error) => error);
  const config: Config | null = read instanceof Error ? null : read;
  const mistakes = read instanceof ConfigError ? read.mistakes : read instanceof Error ? [read.message] : [];
  const raw = await importModule(resolve(file)).catch(() => ({default: {}}));
  const {data, sources} = readable.catch({data: "data", sources: {}}).parse(raw.default);
  const entries = Object.entries(sources);
  const folder = config?.data ?? resolve(root, env.WEIR_DATA ?? data);
  return {
    file,
    root,
    data: folder,
    config,
    mistakes,
    devices: entries.flatMap(([id, {kind, path, simulated}]) =>
      kind === "serial" && path ? [{id, path: resolve(root, path), simulated}] : []
    ),
    urls: entries.flatMap(([id, {url, simulated}]) => (url && /^https?:/.test(url) ? [{id, url, simulated}] : [])),
    collecting: isHeld(folder, "collector")
  };
}
