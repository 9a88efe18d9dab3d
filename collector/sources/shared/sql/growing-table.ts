import type {Event, Reading} from "../../../../data/schema.ts";
import type {Batch, RejectedInput, SourceContext} from "../../../source.ts";
import {hashOf, numberOf, optional, textOf, timeOf} from "../values.ts";
import {checkColumns, type Row, type SqlDatabase} from "./database.ts";
import {KeyWindow, type WindowCursor} from "./key-window.ts";
import {newRows} from "./new-rows.ts";
import {rejectedRow} from "./rejected-row.ts";
import type {EventTable, ReadingTable} from "./table-options.ts";

/** The rows that came since the cursor, late commits within the overlap included. */
export async function* readGrowingTable(
  database: SqlDatabase,
  given: EventTable | ReadingTable,
  context: SourceContext
): AsyncIterable<Batch<"events" | "readings">> {
  const {table, key, overlap, dataset} = given;
  const columns = [...new Set([key, ...Object.values(given.columns).filter((column) => column !== undefined)])];
  await checkColumns(database, table, columns);
  const origin = {
    table,
    key,
    privateColumns: "actor" in given.columns && given.columns.actor ? [given.columns.actor] : []
  };
  const window = new KeyWindow(context.cursor as WindowCursor | null, overlap);
  for await (const rows of newRows(database, {table, key, columns}, window)) {
    const records: (Event | Reading)[] = [];
    const rejects: RejectedInput[] = [];
    for (const row of rows) {
      try {
        records.push(given.dataset === "events" ? eventOf(row, given, context) : readingOf(row, given, context));
      } catch (error) {
        rejects.push(rejectedRow(row, error as Error, origin, context));
      }
    }
    yield {dataset, records, rejects, read: rows.length, cursor: window.cursor()} as Batch<"events" | "readings">;
  }
}

function eventOf(row: Row, {columns, eventKind, timeZone}: EventTable, {id, hash}: SourceContext): Event {
  const read = <T>(column: string | undefined, convert: (value: unknown, field: string) => T): T | null =>
    column === undefined ? null : optional(row[column], (value) => convert(value, column));
  return {
    time: timeOf(row[columns.time], columns.time, timeZone),
    source: id,
    kind: eventKind,
    actor: read(columns.actor, (value, field) => hashOf(value, field, hash)),
    subject: textOf(row[columns.subject], columns.subject),
    status: read(columns.status, textOf),
    durationMs: read(columns.durationMs, numberOf),
    bytes: read(columns.bytes, numberOf)
  };
}

const readingOf = (row: Row, {columns, series, timeZone}: ReadingTable, {id}: SourceContext): Reading => ({
  time: timeOf(row[columns.time], columns.time, timeZone),
  source: id,
  series,
  value: numberOf(row[columns.value], columns.value),
  quality: "good"
});
