import type {Event, Reading, Request} from "../../../data/schema.ts";
import type {ReplayContext} from "../../source.ts";
import {qualityOf} from "../shared/limits.ts";
import {numberOf, textOf, timeOf} from "../shared/values.ts";
import type {CsvOptions, EventRows, ReadingRows, RequestRows} from "./csv-options.ts";

/** Column to cell, of the columns that are read. */
export type Row = Record<string, string>;

export type CsvRecord = Reading | Event | Request;

/** Seconds or milliseconds from 2001 to 2033: other numerals may be dates without separators. */
const epoch = /^1\d{9}(\.\d+)?$|^1\d{12}$/;
const namePattern = /^[^/\p{Cc}]+$/u;
const seriesPattern = /^[^/\p{Cc}]+\/[^/\p{Cc}]+$/u;

/** What the row records: one reading for each value that is there, or an event or a request. Throws the reason. */
export function recordsOf(row: Row, given: CsvOptions, context: ReplayContext, observed: (id: string) => number) {
  const cells = new Cells(row, given);
  if (given.dataset === "readings") return readingsOf(cells, given, context.id);
  return given.dataset === "events"
    ? [eventOf(cells, given, context)]
    : [requestOf(cells, given, context.id, observed)];
}

/** The cells of a row as values; those of an optional column are null where it is not named or empty. */
class Cells {
  readonly #row: Row;
  readonly #zone: string;
  readonly #decimal: CsvOptions["decimal"];

  constructor(row: Row, {timeZone, decimal}: CsvOptions) {
    this.#row = row;
    this.#zone = timeZone;
    this.#decimal = decimal;
  }

  text(column: string): string {
    return textOf(this.#row[column], column);
  }

  time(column: string): number {
    const cell = this.#row[column]!;
    return timeOf(epoch.test(cell) ? Number(cell) : cell, column, this.#zone);
  }

  number(column: string): number {
    const cell = this.#row[column]!;
    if (this.#decimal === ".") return numberOf(cell, column);
    if (cell.includes(".")) throw new Error(`${column} is not a number with a decimal comma: ${cell.slice(0, 80)}`);
    return numberOf(cell.replace(",", "."), column);
  }

  maybe<T extends "text" | "time" | "number">(type: T, column: string | undefined): ReturnType<Cells[T]> | null {
    return column === undefined || this.isEmpty(column) ? null : (this[type](column) as ReturnType<Cells[T]>);
  }

  isEmpty(column: string): boolean {
    return this.#row[column] === "";
  }
}

function readingsOf(cells: Cells, given: ReadingRows, source: string): Reading[] {
  const {columns, values, limits} = given;
  const time = cells.time(columns.time);
  const thing = cells.maybe("text", columns.thing) ?? given.thing ?? null;
  if (columns.thing) checkName(thing ?? "", columns.thing);
  const reading = (series: string, column: string): Reading => {
    const value = cells.number(column);
    const quality = qualityOf(value, series.slice(series.indexOf("/") + 1), limits);
    return {time, source, series, value, quality};
  };
  if (!values) {
    const {series, value} = columns as {series: string; value: string};
    return cells.isEmpty(value) ? [] : [reading(seriesOf(cells.text(series), series, thing), value)];
  }
  const present = Object.entries(values).filter(([, column]) => !cells.isEmpty(column));
  return present.map(([quantity, column]) => reading(`${thing}/${quantity}`, column));
}

function seriesOf(text: string, column: string, thing: string | null): string {
  if (thing !== null) return `${thing}/${checkName(text, column)}`;
  if (!seriesPattern.test(text)) throw new Error(`${column} is not <thing>/<quantity>: ${text.slice(0, 80)}`);
  return text;
}

function checkName(text: string, column: string): string {
  if (!namePattern.test(text)) throw new Error(`${column} is not a name without slashes: ${text.slice(0, 80)}`);
  return text;
}

const eventOf = (cells: Cells, {columns, eventKind}: EventRows, {id, hash}: ReplayContext): Event => ({
  time: cells.time(columns.time),
  source: id,
  kind: eventKind,
  actor: columns.actor && !cells.isEmpty(columns.actor) ? hash(cells.text(columns.actor)) : null,
  subject: cells.text(columns.subject),
  status: cells.maybe("text", columns.status),
  durationMs: cells.maybe("number", columns.durationMs),
  bytes: cells.maybe("number", columns.bytes)
});

function requestOf(cells: Cells, {columns}: RequestRows, source: string, observed: (id: string) => number): Request {
  const id = cells.text(columns.id);
  const request = {
    source,
    id,
    subject: cells.maybe("text", columns.subject),
    requestedAt: cells.time(columns.requestedAt),
    requester: cells.maybe("text", columns.requester),
    processedAt: cells.maybe("time", columns.processedAt),
    processor: cells.maybe("text", columns.processor),
    outcome: cells.maybe("text", columns.outcome)
  };
  return {observedAt: observed(id), ...request};
}

/** Gives each state of a request a later time than the one before it, which counts no longer. */
export function observations(now: () => number): (id: string) => number {
  let time = Number.NEGATIVE_INFINITY;
  const seen = new Set<string>();
  return (id) => {
    const next = Math.max(now(), seen.has(id) ? time + 1 : time);
    if (next > time) seen.clear();
    time = next;
    seen.add(id);
    return time;
  };
}
