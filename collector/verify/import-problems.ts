import {dirname, join} from "node:path";
import type {DuckDBConnection} from "@duckdb/node-api";
import {type DatasetName, datasets, versionOf} from "../../data/schema.ts";
import {datasetQuery} from "../../loaders/lake/dataset-query.ts";
import type {LakeFile} from "../catalog.ts";
import {identifier} from "../duckdb.ts";

export const isImport = ({path}: LakeFile): boolean => /\/import-[^/]+$/.test(path);

/** An import skips what the lake has: no two imported rows of a month have the same key. */
export async function importProblems(
  connection: DuckDBConnection,
  lake: string,
  files: LakeFile[],
  {schema = datasets} = {}
): Promise<string[]> {
  const months = new Map<string, {dataset: DatasetName; files: LakeFile[]}>();
  for (const file of files.filter(isImport)) {
    if (schema[file.dataset].repeats) continue;
    const month = months.get(dirname(file.path)) ?? {dataset: file.dataset, files: []};
    month.files.push(file);
    months.set(dirname(file.path), month);
  }
  const problems: string[] = [];
  for (const [month, {dataset, files}] of months) {
    const inputs = files.map(({path}) => ({path: join(lake, path), version: versionOf(path)}));
    const key = schema[dataset].key.map(identifier).join(", ");
    const result = await connection.runAndReadAll(
      `SELECT (count(*) - count(DISTINCT hash(${key})))::DOUBLE FROM (${datasetQuery(schema[dataset], inputs)})`
    );
    const [[twice] = []] = result.getRowsJS() as number[][];
    if (twice) problems.push(`imported twice: ${month}: ${twice} of its rows`);
  }
  return problems;
}
