import {existsSync} from "node:fs";
import {join} from "node:path";
import type {DuckDBValue} from "@duckdb/node-api";
import {datasets, type Reject, versionOf} from "../data/schema.ts";
import {datasetQuery} from "../loaders/lake/dataset-query.ts";
import {Catalog} from "./catalog.ts";
import {connectDuckDB} from "./duckdb.ts";
import {lakeFolder} from "./folders.ts";

/** Which rejects are meant; all of them where nothing is said. */
export interface RejectFilter {
  source?: string | undefined;
  /** Where they would have gone. */
  dataset?: string | undefined;
  /** Part of the reason, in any case. */
  reason?: string | undefined;
  /** ms UTC */
  since?: number | undefined;
}

export type RejectGrouping = "reason" | "source" | "dataset";

/** Rejects that have something in common. */
export interface RejectGroup {
  source: string;
  dataset: string;
  /** The reason, or its common beginning: values stand after a colon. */
  reason: string;
  count: number;
  /** ms UTC */
  last: number;
}

/** A filter as the condition of a query over rejects, with its parameters. */
export function rejectCondition({source, dataset, reason, since}: RejectFilter): {
  condition: string;
  values: DuckDBValue[];
} {
  const parts: [string, DuckDBValue | undefined][] = [
    ["source = ?", source],
    ["dataset = ?", dataset],
    ["contains(lower(reason), lower(?))", reason],
    ["epoch_ms(time) >= ?", since]
  ];
  const given = parts.filter((part): part is [string, DuckDBValue] => part[1] !== undefined);
  return {
    condition: given.map(([text]) => text).join(" AND ") || "true",
    values: given.map(([, value]) => value)
  };
}

/** The newest rejects of the lake that fit, newest first, and how many fit. Those in the spool are not among them yet. */
export async function newestRejects(
  data: string,
  filter: RejectFilter,
  {limit}: {limit: number}
): Promise<{total: number; rejects: Reject[]}> {
  const rows = await query<Reject & {total: number}>(
    data,
    filter,
    (matching) => `SELECT epoch_ms(time)::DOUBLE AS time, source, dataset, reason, position, raw,
        (count(*) OVER ())::DOUBLE AS total
      FROM ${matching} ORDER BY time DESC, source, position DESC LIMIT ${limit}`
  );
  return {total: rows[0]?.total ?? 0, rejects: rows.map(({total, ...reject}) => reject)};
}

const groupColumns: Record<RejectGrouping, string[]> = {
  reason: ["source", "dataset", "kind"],
  source: ["source"],
  dataset: ["dataset"]
};

/** The rejects that fit by what they have in common, the largest groups first, and how many groups there are. */
export async function rejectGroups(
  data: string,
  filter: RejectFilter,
  {by, limit}: {by: RejectGrouping; limit: number}
): Promise<{total: number; groups: RejectGroup[]}> {
  const common = (column: string, otherwise = "'…'") =>
    `CASE WHEN min(r.${column}) = max(r.${column}) THEN min(r.${column}) ELSE ${otherwise} END`;
  const rows = await query<RejectGroup & {total: number}>(
    data,
    filter,
    (matching) => `SELECT ${common("source")} AS source, ${common("dataset")} AS dataset,
        ${common("reason", `${common("kind", "''")} || '…'`)} AS reason,
        count(*)::DOUBLE AS count, epoch_ms(max(r.time))::DOUBLE AS last, (count(*) OVER ())::DOUBLE AS total
      FROM (SELECT *, split_part(reason, ': ', 1) || ': ' AS kind FROM ${matching}) r
      GROUP BY ${groupColumns[by].map((column) => `r.${column}`).join(", ")} ORDER BY 4 DESC, 1, 2, 3 LIMIT ${limit}`
  );
  return {total: rows[0]?.total ?? 0, groups: rows.map(({total, ...group}) => group)};
}

async function query<Row>(data: string, filter: RejectFilter, select: (matching: string) => string): Promise<Row[]> {
  if (!existsSync(join(data, "catalog.db"))) throw new Error(`no lake yet: ${data} (start one with weir up)`);
  const catalog = new Catalog(data);
  const connection = await connectDuckDB();
  try {
    const files = catalog.files().filter(({dataset}) => dataset === "rejects");
    const paths = files.map(({path}) => ({path: join(lakeFolder(data), path), version: versionOf(path)}));
    const {condition, values} = rejectCondition(filter);
    const matching = `(SELECT * FROM (${datasetQuery(datasets.rejects, paths)}) WHERE ${condition})`;
    const result = await connection.runAndReadAll(select(matching), values);
    return result.getRowObjectsJS() as Row[];
  } finally {
    connection.closeSync();
    catalog.close();
  }
}
