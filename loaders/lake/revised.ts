import type {DuckDBConnection} from "@duckdb/node-api";
import type {Dataset} from "../../data/schema.ts";
import {identifier} from "./fragment.ts";

/** Narrows a query over a dataset's records to those that count. */
export type CountedOnly = (query: string) => string;

const tableOf = ({name}: Dataset): string => identifier(`${name} revised`);

/**
 * Notes which records of a query over a dataset took the place of others. Returns a function that leaves of any query
 * over it what counts: the record that was revised last, and none if that is deleted. Without such records, which the
 * files' statistics tell, it changes nothing and queries are as fast as before.
 */
export async function findRevised(connection: DuckDBConnection, dataset: Dataset, query: string): Promise<CountedOnly> {
  const {revisedBy} = dataset;
  if (!revisedBy) return (query) => query;
  const table = tableOf(dataset);
  const columns = revisedBy.map(identifier);
  await connection.run(
    `CREATE TEMP TABLE ${table} AS SELECT ${columns.join(", ")}, max("revisedAt") AS "revisedAt" FROM (${query})
     WHERE "revisedAt" IS NOT NULL GROUP BY ALL`
  );
  const first = await connection.runAndReadAll(`SELECT 1 FROM ${table} LIMIT 1`);
  if (first.currentRowCount === 0) return (query) => query;
  const same = columns.map((column) => `record.${column} = revised.${column}`).join(" AND ");
  return (query) =>
    `SELECT record.* FROM (${query}) record LEFT JOIN ${table} revised ON ${same}
     WHERE (revised."revisedAt" IS NULL OR record."revisedAt" = revised."revisedAt") AND record.deleted IS NOT TRUE`;
}
