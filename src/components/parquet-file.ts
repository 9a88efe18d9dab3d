import type {FileMetaData, RowGroup} from "npm:hyparquet";
import {RangeReader} from "./range-reader.js";
import {type Bounds, type RowFilter, runsOf, testsOf, undecided} from "./row-filter.js";

/** Numbers, times (UTC ms) and booleans (0, 1) as numbers, null as NaN; texts as they are, null as "". */
export type ColumnValues = Float64Array | string[];

/** What decodes Parquet; fetched when the first file is opened. */
type Library = Pick<typeof import("npm:hyparquet"), "parquetMetadata" | "parquetScan">;

/** Values that are kept decoded, over all row groups of a file. */
const keptValues = 8_000_000;

/** Bytes of a file's end that are fetched at first: enough for the footer of most files. */
const footerBytes = 32_768;

const parsers = {
  timestampFromMilliseconds: Number,
  timestampFromMicroseconds: (micros: bigint) => Number(micros) / 1000,
  timestampFromNanoseconds: (nanos: bigint) => Number(nanos) / 1e6
};

/**
 * A Parquet file read by range requests: its footer first, then the columns asked for of the row groups that may hold
 * rows asked for, each of them once.
 */
export class ParquetFile {
  readonly #groups: readonly {rowGroup: RowGroup; start: number; end: number}[];
  readonly #decoded = new Map<string, Promise<ColumnValues>>();
  #kept = 0;

  private constructor(
    readonly reader: RangeReader,
    readonly size: number,
    readonly metadata: FileMetaData,
    readonly library: Library
  ) {
    let start = 0;
    this.#groups = metadata.row_groups.map((rowGroup) => {
      const group = {rowGroup, start, end: start + Number(rowGroup.num_rows)};
      start = group.end;
      return group;
    });
  }

  /** Throws when there is no such file, or it is not Parquet. */
  static async open(
    url: string,
    {reader = new RangeReader(url), load = (): Promise<Library> => import("npm:hyparquet")} = {}
  ): Promise<ParquetFile> {
    const [library, tail] = await Promise.all([load(), reader.tail(footerBytes)]);
    const {size} = tail;
    let {bytes} = tail;
    const end = new DataView(bytes, Math.max(0, bytes.byteLength - 8));
    if (bytes.byteLength < 12 || end.getUint32(4, true) !== 0x31524150) throw new Error(`not a Parquet file: ${url}`);
    const length = end.getUint32(0, true) + 8;
    if (length > bytes.byteLength) bytes = await reader.read(size - length, size);
    return new ParquetFile(reader, size, library.parquetMetadata(bytes, {parsers}), library);
  }

  /** What the writer noted under a key; null when nothing. */
  note(key: string): string | null {
    return this.metadata.key_value_metadata?.find((note) => note.key === key)?.value ?? null;
  }

  /** Columns of the rows that pass, in the file's order. Arrays may be shared: do not write to them. */
  async read<Name extends string>(
    columns: readonly Name[],
    filter: RowFilter = {},
    signal?: AbortSignal
  ): Promise<Record<Name, ColumnValues>> {
    const tests = testsOf(filter);
    const pieces = await Promise.all(
      this.#groups.flatMap(({rowGroup, start, end}, index) => {
        const open = undecided(filter, (name) => boundsOf(rowGroup, name));
        return open === null ? [] : [this.#rows(index, end - start, columns, open, tests, signal)];
      })
    );
    signal?.throwIfAborted();
    return Object.fromEntries(
      columns.map((name, i) => [name, joinedValues(pieces.flatMap((piece) => piece[i]!))])
    ) as Record<Name, ColumnValues>;
  }

  /** By column, the runs of one row group's rows that pass. */
  async #rows(
    group: number,
    rows: number,
    columns: readonly string[],
    open: readonly string[],
    tests: ReturnType<typeof testsOf>,
    signal?: AbortSignal
  ): Promise<ColumnValues[][]> {
    const names = [...new Set([...columns, ...open])];
    const values = await Promise.all(names.map((name) => this.#column(group, name, signal)));
    const tested = open.map((name) => ({test: tests.get(name)!, values: values[names.indexOf(name)]!}));
    const runs = runsOf(rows, tested);
    return columns.map((_, i) =>
      runs.map(([from, to]) => {
        const all = values[i]!;
        return from === 0 && to === all.length
          ? all
          : all instanceof Float64Array
            ? all.subarray(from, to)
            : all.slice(from, to);
      })
    );
  }

  /** A column of a row group, decoded once for all who ask; the one asked for longest ago is forgotten first. */
  async #column(group: number, name: string, signal?: AbortSignal): Promise<ColumnValues> {
    const key = `${group}/${name}`;
    const known = this.#decoded.get(key);
    const decoding = known ?? this.#decode(group, name, signal);
    this.#decoded.delete(key);
    this.#decoded.set(key, decoding);
    try {
      const values = await decoding;
      if (!known) this.#forget(values.length);
      return values;
    } catch (error) {
      if (this.#decoded.get(key) === decoding) this.#decoded.delete(key);
      signal?.throwIfAborted();
      if (known && (error as Error).name === "AbortError") return this.#column(group, name, signal);
      throw error;
    }
  }

  #forget(added: number): void {
    this.#kept += added;
    for (const key of this.#decoded.keys()) {
      if (this.#kept <= keptValues) return;
      this.#kept -= this.#groups[Number.parseInt(key, 10)]!.end - this.#groups[Number.parseInt(key, 10)]!.start;
      this.#decoded.delete(key);
    }
  }

  async #decode(group: number, name: string, signal?: AbortSignal): Promise<ColumnValues> {
    const {start, end} = this.#groups[group]!;
    const file = {byteLength: this.size, slice: (from: number, to = this.size) => this.reader.read(from, to, signal)};
    const {metadata} = this;
    const scan = await this.library.parquetScan({
      file,
      metadata,
      columns: [name],
      rowStart: start,
      rowEnd: end,
      parsers
    });
    return plain(await scan.readColumn({column: name, rowStart: start, rowEnd: end}));
  }
}

function boundsOf({columns}: RowGroup, name: string): Bounds | undefined {
  const statistics = columns.find(({meta_data: meta}) => meta?.path_in_schema[0] === name)?.meta_data?.statistics;
  const [min, max] = [number(statistics?.min_value), number(statistics?.max_value)];
  if (min === undefined || max === undefined) return undefined;
  const cut = statistics!.is_min_value_exact === false || statistics!.is_max_value_exact === false;
  return {min, max, exact: !cut && Number(statistics!.null_count ?? 0) === 0};
}

const number = (value: unknown): string | number | undefined =>
  typeof value === "bigint"
    ? Number(value)
    : typeof value === "string" || typeof value === "number"
      ? value
      : undefined;

function plain(values: ArrayLike<unknown>): ColumnValues {
  if (values instanceof Float64Array) return values;
  const text = Array.prototype.some.call(values, (value) => typeof value === "string");
  return text
    ? Array.from(values, (value) => (value ?? "") as string)
    : Float64Array.from(values as ArrayLike<number>, (value) => (value == null ? Number.NaN : Number(value)));
}

/** Values of a column that lie in several pieces. */
export function joinedValues(pieces: readonly ColumnValues[]): ColumnValues {
  if (pieces.length === 1) return pieces[0]!;
  if (pieces.some(Array.isArray)) return (pieces as string[][]).flat();
  const all = new Float64Array(pieces.reduce((length, {length: more}) => length + more, 0));
  let at = 0;
  for (const piece of pieces as Float64Array[]) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
