import type {DuckDBConnection} from "@duckdb/node-api";
import type {DatasetName, Reject} from "../../data/schema.ts";
import {literal} from "../duckdb.ts";
import {EncodedRecords} from "../encoded-records.ts";
import {type RejectFilter, rejectCondition} from "../rejects.ts";
import type {RecordsOf} from "./records-of.ts";

/** What one file of rejects gives. */
export interface ReadAgain {
  /** Numbers of the rows that could be read, ascending. */
  rows: number[];
  records: Map<DatasetName, EncodedRecords[]>;
  /** By source. */
  books: Map<string, {rejects: number; records: number}>;
}

/** Reads the rejects of a file that fit; `onStay` hears of each that still is no record. */
export async function readAgain(
  connection: DuckDBConnection,
  path: string,
  {
    filter,
    recordsOf,
    onStay
  }: {
    filter: RejectFilter;
    recordsOf: RecordsOf;
    onStay: (source: string, reason: string) => void;
  }
): Promise<ReadAgain> {
  const {condition, values} = rejectCondition(filter);
  const result = await connection.stream(
    `SELECT file_row_number::DOUBLE AS row, epoch_ms(time)::DOUBLE AS time, source, dataset, reason, position, raw
     FROM read_parquet(${literal(path)}, file_row_number = true) WHERE ${condition}`,
    values
  );
  const found: ReadAgain = {rows: [], records: new Map(), books: new Map()};
  for await (const rejects of result.yieldRowObjectJs()) {
    const given = new Map<DatasetName, object[]>();
    for (const {row, ...reject} of rejects as unknown as (Reject & {row: number})[]) {
      try {
        const {dataset, records} = recordsOf(reject);
        if (!given.has(dataset)) given.set(dataset, []);
        given.get(dataset)!.push(...records);
        const {rejects, records: before} = found.books.get(reject.source) ?? {rejects: 0, records: 0};
        found.books.set(reject.source, {rejects: rejects + 1, records: before + records.length});
        found.rows.push(row);
      } catch (error) {
        onStay(reject.source, (error as Error).message);
      }
    }
    for (const [dataset, records] of given)
      found.records.set(dataset, [...(found.records.get(dataset) ?? []), EncodedRecords.of(records)]);
  }
  found.rows.sort((a, b) => a - b);
  return found;
}
