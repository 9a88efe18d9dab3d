import type {Event, Reading} from "../../../../data/schema.ts";
import type {RejectedInput, ReplayContext, SourceContext} from "../../../source.ts";
import {hashOf, numberOf, optional, textOf, timeOf} from "../values.ts";
import type {Row} from "./database.ts";
import {keyOf} from "./read-pages.ts";
import {rejectedRow} from "./rejected-row.ts";
import type {EventTable, GrowingTable, ReadingTable} from "./table-options.ts";

/** A row as it goes into a batch. */
export interface ConvertedRow {
  /** Tells it apart: the key of an event, the instant of a reading. Private keys are hashed. */
  id: string;
  /** A hash of what it holds: 8 hex digits, after an exclamation mark when the row is rejected. */
  content: string;
  output: {record: Event | Reading} | {reject: RejectedInput};
}

/** Turns rows into records or rejects; `utc` names the columns that hold instants. */
export function rowConverter(given: GrowingTable, context: SourceContext, utc: Set<string>) {
  const {table, key} = given;
  const privateColumns = "actor" in given.columns && given.columns.actor ? [given.columns.actor] : [];
  const keyText = (row: Row) => {
    const text = String(keyOf(row, key));
    return privateColumns.includes(key) ? context.hash(text) : text;
  };
  const zoneOf = (column: string) => (utc.has(column) ? "UTC" : given.timeZone);
  const digest = (value: object) => context.hash(JSON.stringify(value)).slice(0, 8);

  const recordOf = (row: Row, id: string) =>
    given.dataset === "events" ? eventOf(row, given, context, zoneOf, id) : readingOf(row, given, context, zoneOf);

  /** `isTaken` says of an id that another row has it. */
  return (row: Row, isTaken: (id: string) => boolean): ConvertedRow => {
    let id = keyText(row);
    try {
      const record = recordOf(row, id);
      if (given.dataset === "readings") id = String(record.time);
      if (isTaken(id)) throw new Error(`${given.dataset === "events" ? key : given.columns.time} occurs twice`);
      return {id, content: digest(record), output: {record}};
    } catch (error) {
      while (isTaken(id)) id += " again";
      const reject = rejectedRow(row, error as Error, {table, key, privateColumns}, context);
      return {id, content: `!${digest(reject).slice(1)}`, output: {reject}};
    }
  };
}

function eventOf(
  row: Row,
  {columns, eventKind}: EventTable,
  {id, hash}: ReplayContext,
  zoneOf: (column: string) => string,
  rowKey: string
): Event {
  const read = <T>(column: string | undefined, convert: (value: unknown, field: string) => T): T | null =>
    column === undefined ? null : optional(row[column], (value) => convert(value, column));
  return {
    time: timeOf(row[columns.time], columns.time, zoneOf(columns.time)),
    source: id,
    kind: eventKind,
    actor: read(columns.actor, (value, field) => hashOf(value, field, hash)),
    subject: textOf(row[columns.subject], columns.subject),
    status: read(columns.status, textOf),
    durationMs: read(columns.durationMs, numberOf),
    bytes: read(columns.bytes, numberOf),
    rowKey
  };
}

const readingOf = (
  row: Row,
  {columns, series}: ReadingTable,
  {id}: ReplayContext,
  zoneOf: (column: string) => string
): Reading => ({
  time: timeOf(row[columns.time], columns.time, zoneOf(columns.time)),
  source: id,
  series,
  value: numberOf(row[columns.value], columns.value),
  quality: "good"
});

/**
 * The record in what was kept of a rejected row. Throws the reason when it still is none, or not all of it was kept.
 *
 * @param raw as `rejectedRow` makes it
 */
export function rejectedRecord(raw: string, given: GrowingTable, context: ReplayContext): Event | Reading {
  const row = JSON.parse(raw) as Row;
  const named = Object.values(given.columns).filter((column) => column !== undefined);
  const unknown = [given.key, ...named].filter((column) => !Object.hasOwn(row, column));
  if (unknown.length) throw new Error(`its value was not kept, for it was not read then: ${unknown.join(", ")}`);
  const zoneOf = () => given.timeZone;
  if (given.dataset === "readings") return readingOf(row, given, context, zoneOf);
  const key = String(keyOf(row, given.key));
  return eventOf(row, given, context, zoneOf, given.key === given.columns.actor ? context.hash(key) : key);
}

/** The record of a row that is gone. */
export const deletedRecord = (given: GrowingTable, source: string, id: string, revisedAt: number): Event | Reading =>
  given.dataset === "events"
    ? {
        time: revisedAt,
        source,
        kind: given.eventKind,
        actor: null,
        subject: "",
        status: null,
        durationMs: null,
        bytes: null,
        rowKey: id,
        revisedAt,
        deleted: true
      }
    : {time: Number(id), source, series: given.series, value: 0, quality: "good", revisedAt, deleted: true};
