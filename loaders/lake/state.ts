import {createHash} from "node:crypto";
import {readdirSync, statSync} from "node:fs";
import {join} from "node:path";
import {type DatasetName, datasetNames} from "../../data/schema.ts";
import type {CatalogView} from "./lake-catalog.ts";

/**
 * The state of something that a loader can read, as a short text that differs when what is read would. Names:
 *
 * - a dataset: which files it has
 * - `settings`, `sources` (which there are), `source ID` (where it stands), `catalog` (all of it)
 * - a path in the data folder, with a slash in it: a file or what a folder holds
 *
 * @param data the data folder
 */
export function stateOf(name: string, catalog: CatalogView, data: string): string {
  if (datasetNames.includes(name as DatasetName)) return datasetState(name as DatasetName, catalog);
  if (name === "settings") return hash(catalog.settings);
  if (name === "sources") return hash(catalog.sources.map(({id}) => id));
  if (name === "catalog") return hash({...catalog, files: []});
  const source = /^source (.*)$/s.exec(name)?.[1];
  if (source !== undefined) return hash(catalog.sources.find(({id}) => id === source) ?? null);
  return name.includes("/") ? pathState(join(data, name)) : "unknown";
}

function datasetState(dataset: DatasetName, {files}: CatalogView): string {
  const own = files.filter((file) => file.dataset === dataset);
  return hash(own.map(({path, rows, minTime, maxTime}) => [path, rows, minTime, maxTime]));
}

/** How a file stands, or what a folder holds. */
export function pathState(path: string): string {
  const found = statSync(path, {throwIfNoEntry: false});
  if (!found) return "none";
  if (!found.isDirectory()) return hash([found.size, found.mtimeMs]);
  const names = readdirSync(path).sort();
  const entries = names.map((name) => [name, statSync(join(path, name), {throwIfNoEntry: false})] as const);
  return hash(entries.map(([name, entry]) => [name, entry?.size, entry?.mtimeMs]));
}

const hash = (value: unknown): string => createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
