import {extname} from "node:path";
import type {DuckDBConnection, DuckDBDataChunk} from "@duckdb/node-api";
import {connectDuckDB, identifier, literal} from "../duckdb.ts";
import {isTimeZone, offsetAt} from "../local-time.ts";
import {WrongUsage} from "../wrong-usage.ts";

/** One series of a table, its rows in the order of the file. */
export interface TableSeries {
  series: string;
  /** ms UTC. */
  times: Float64Array;
  /** The times as written; empty when they were not asked for. */
  stamps: string[];
  /** NaN where a value is missing, or is no number. */
  values: Float64Array;
  /** Other columns of the same rows; absent when none were asked for. */
  exogenous?: {name: string; values: Float64Array}[];
}

export interface TableColumns {
  time: string;
  value: string;
  /** Tells series apart; without it the whole table is one, which has the value column's name. */
  series?: string;
  /** What else to read: numbers, or true and false (1 and 0). */
  exogenous?: string[];
}

export interface ReadOptions {
  /** IANA zone of times without an offset. */
  zone?: string;
  /** Whether to keep the times as written: they take more memory than all the rest. */
  stamps?: boolean;
  /** Told once when some values are no numbers. */
  say?: (line: string) => void;
}

const readers: Record<string, (path: string) => string> = {
  ".csv": (path) => `read_csv(${path}, header = true, all_varchar = true)`,
  ".parquet": (path) => `read_parquet(${path})`
};

/** What people write where a value is missing. */
const missing = ["", "na", "n/a", "nan", "null", "none", "-", "?"];
const hourMs = 3_600_000;

/**
 * Reads a long table (one row an observation) from CSV or Parquet. Times are read as ISO 8601 writes them, with or
 * without `T`, seconds, fractions and offset, or as seconds or milliseconds since 1970. Of local times that a clock shows
 * twice in autumn the second run is taken to be the later.
 *
 * @throws Error naming the place and the remedy: another kind of file, a column that is not there, a time that is none
 */
export async function readSeries(
  file: string,
  columns: TableColumns,
  {zone = "UTC", stamps = true, say = () => {}}: ReadOptions = {}
): Promise<TableSeries[]> {
  if (!isTimeZone(zone)) throw new WrongUsage(`unknown time zone: ${zone} (write an IANA name, as in Europe/Rome)`);
  const read = readers[extname(file).toLowerCase()]?.(literal(file));
  if (!read) throw new Error(`unknown kind of file: ${file} (write ${Object.keys(readers).join(" or ")})`);
  const connection = await connectDuckDB({memory: "1GB"});
  try {
    await connection.run(`SET preserve_insertion_order = true`);
    await connection.run(`SET TimeZone = ${literal(zone)}`);
    await checkColumns(connection, file, read, columns);
    const found = await collect(connection, {file, read, columns, stamps, zone});
    if (found.oddValues) say(`${found.oddValues} values are no numbers and count as missing, the first: ${found.odd}`);
    return found.series.map((one) => one.finish());
  } finally {
    connection.closeSync();
  }
}

async function checkColumns(
  connection: DuckDBConnection,
  file: string,
  read: string,
  {time, value, series, exogenous = []}: TableColumns
): Promise<void> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${read}`).catch((cause) => {
    throw new Error(`cannot read file: ${file} (${(cause as Error).message.split("\n")[0]})`, {cause});
  });
  const present = described.getRowObjectsJS().map((row) => String(row.column_name));
  const needed = [["time", time], ["value", value], ...(series === undefined ? [] : [["series", series]])];
  for (const [option, name] of [...needed, ...exogenous.map((name) => ["exogenous", name])] as [string, string][])
    if (!present.includes(name))
      throw new Error(`no column for --${option}: ${name} (${file} has ${present.join(", ")})`);
}

interface Query {
  file: string;
  read: string;
  columns: TableColumns;
  stamps: boolean;
  zone: string;
}

async function collect(connection: DuckDBConnection, {file, read, columns, stamps, zone}: Query) {
  const text = (name: string) => `trim(CAST(${identifier(name)} AS VARCHAR))`;
  const [time, value] = [text(columns.time), text(columns.value)];
  const id = columns.series === undefined ? literal(columns.value) : `coalesce(${text(columns.series)}, '')`;
  const isMissing = `${value} IS NULL OR lower(${value}) IN (${missing.map(literal).join(", ")})`;
  const instant = instantOf(time, zone);
  const stamp = stamps || zone !== "UTC" ? time : `CASE WHEN ${instant} IS NULL THEN ${time} END`;
  const exogenous = columns.exogenous ?? [];
  const others = exogenous.map((name) => `, ${numberOrTruth(text(name))}`).join("");
  const result = await connection.stream(
    `SELECT ${id}, ${instant}, ${stamp}, TRY_CAST(${value} AS DOUBLE),
       CASE WHEN NOT (${isMissing}) AND NOT coalesce(isfinite(TRY_CAST(${value} AS DOUBLE)), false) THEN ${value} END${others}
     FROM ${read}`
  );
  const series = new Map<string, Growing>();
  let row = 0;
  let oddValues = 0;
  let odd = "";
  for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk()) {
    const [ids, instants, times, values, odds, ...more] = columnsOf(chunk);
    for (let i = 0; i < chunk.rowCount; i++) {
      row += 1;
      const instant = instants![i] as number | null;
      if (instant === null) throw unreadable(times![i] as string | null, row, file);
      if (odds![i] !== null) {
        oddValues += 1;
        odd ||= `${odds![i]} (row ${row})`;
      }
      const name = ids![i] as string;
      const one = series.get(name) ?? new Growing(name, exogenous);
      series.set(name, one);
      const stamp = times![i] as string;
      const isFolded = zone !== "UTC" && !withOffset.test(stamp);
      const time = isFolded ? unfolded(instant, one.last, zone) : instant;
      const others = more.map((column) => finite(column[i] as number | null));
      one.add(time, finite(values![i] as number | null), stamps ? stamp : null, others);
    }
  }
  if (row === 0) throw new Error(`no rows: ${file}`);
  return {series: [...series.values()], oddValues, odd};
}

const columnsOf = (chunk: DuckDBDataChunk) =>
  Array.from({length: chunk.columnCount}, (_, i) => chunk.getColumnValues(i));

const finite = (number: number | null): number => (number !== null && Number.isFinite(number) ? number : Number.NaN);

const numberOrTruth = (text: string): string =>
  `CASE lower(${text}) WHEN 'true' THEN 1 WHEN 'false' THEN 0 ELSE TRY_CAST(${text} AS DOUBLE) END::DOUBLE`;

const withOffset = /\d:.*(Z|[+-]\d\d(:?\d\d)?)$/;

/** ms UTC of a text, null where it is no time. */
const instantOf = (text: string, zone: string): string => {
  const isInstant = zone === "UTC" ? `regexp_matches(${text}, ':.*[+-]\\d')` : "true";
  return `CASE WHEN regexp_full_match(${text}, '-?\\d{9,10}') THEN TRY_CAST(${text} AS DOUBLE) * 1000
     WHEN regexp_full_match(${text}, '-?\\d{12,13}') THEN TRY_CAST(${text} AS DOUBLE)
     WHEN ${isInstant} THEN epoch_us(TRY_CAST(${text} AS TIMESTAMPTZ)) / 1000
     ELSE epoch_us(TRY_CAST(${text} AS TIMESTAMP)) / 1000 END::DOUBLE`;
};

const unreadable = (text: string | null, row: number, file: string) =>
  new Error(
    `not a time: ${text ?? "(empty)"} (row ${row} of ${file}; write 2026-11-21 08:30:00, an offset is optional)`
  );

/** A series of unknown length. */
class Growing {
  #times = new Float64Array(1024);
  #values = new Float64Array(1024);
  #stamps: string[] = [];
  #others: Float64Array<ArrayBuffer>[];
  #length = 0;

  constructor(
    private readonly series: string,
    private readonly exogenous: string[]
  ) {
    this.#others = exogenous.map(() => new Float64Array(1024));
  }

  add(time: number, value: number, stamp: string | null, others: number[]): void {
    if (this.#length === this.#times.length) {
      this.#times = grown(this.#times);
      this.#values = grown(this.#values);
      this.#others = this.#others.map(grown);
    }
    for (const [k, other] of others.entries()) this.#others[k]![this.#length] = other;
    this.#times[this.#length] = time;
    this.#values[this.#length++] = value;
    if (stamp !== null) this.#stamps.push(stamp);
  }

  /** The time that was added last. */
  get last(): number {
    return this.#times[this.#length - 1] ?? Number.NEGATIVE_INFINITY;
  }

  finish(): TableSeries {
    const [times, values] = [this.#times, this.#values].map((array) => array.subarray(0, this.#length));
    const one = {series: this.series, times: times!, stamps: this.#stamps, values: values!};
    if (this.exogenous.length === 0) return one;
    const others = this.#others.map((array) => array.subarray(0, this.#length));
    return {...one, exogenous: this.exogenous.map((name, k) => ({name, values: others[k]!}))};
  }
}

function grown(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * array.length);
  larger.set(array);
  return larger;
}

/** Of the two instants that a local clock shows alike in autumn, the first that goes on after the row before. */
function unfolded(instant: number, before: number, zone: string): number {
  const first = offsetAt(zone, instant - hourMs) - offsetAt(zone, instant) === hourMs ? instant - hourMs : instant;
  const isTwice = offsetAt(zone, first) - offsetAt(zone, first + hourMs) === hourMs;
  return isTwice && first <= before ? first + hourMs : first;
}
