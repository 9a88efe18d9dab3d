import {type Column, type DatasetName, datasets, duckdbType} from "../data/schema.ts";
import {identifier, literal} from "./duckdb.ts";

export interface ImportRequest {
  file: string;
  dataset: DatasetName;
  /** Source id that the rows belong to, unless the file has a `source` column of its own. */
  source: string;
  /** Column of the file that holds the dataset's time. */
  time?: string;
  /** Dataset column -> column of the file, where the names differ. */
  map?: Record<string, string>;
}

/** How one column of a dataset comes out of the file. */
export interface MappedColumn {
  column: Column;
  /** The file's column, or null where the value does not come from the file. */
  from: string | null;
  /** SQL that gives the value in the dataset's type, or NULL where it does not fit. */
  value: string;
}

/**
 * Matches a dataset's columns with a file's: by `map`, by `time`, by equal name, by default, in that order.
 *
 * @param present the file's columns
 * @throws Error naming the missing column, the file's columns and what to write
 */
export function mapColumns(request: ImportRequest, present: string[]): MappedColumn[] {
  const {dataset, file, map = {}} = request;
  const {columns, time} = datasets[dataset];
  const known = columns.map(({name}) => name);
  const unknown = Object.keys(map).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`no column ${unknown} in dataset ${dataset} (it has ${known.join(", ")})`);
  return columns.map((column) => {
    const asked = map[column.name] ?? (column.name === time ? request.time : undefined);
    if (asked !== undefined && !present.includes(asked))
      throw new Error(`no column ${asked} in ${file} (it has ${present.join(", ")})`);
    const from = asked ?? (present.includes(column.name) ? column.name : null);
    return {column, from, value: from === null ? defaultOf(column, request, present) : cast(column, identifier(from))};
  });
}

function defaultOf({name, type, nullable}: Column, {dataset, source, file}: ImportRequest, present: string[]): string {
  if (name === "source") return literal(source);
  if (name === "quality") return literal("good");
  if (nullable || (dataset === "requests" && name === "observedAt")) return `NULL::${duckdbType[type]}`;
  if (type === "boolean") return "false";
  throw new Error(
    `no column for ${name} in ${file} (it has ${present.join(", ")}; name one with --map ${name}=COLUMN)`
  );
}

function cast({type}: Column, from: string): string {
  const as = duckdbType[type];
  if (type === "timestamp") return `TRY_CAST(TRY_CAST(${from} AS TIMESTAMPTZ) AS ${as})`;
  if (type === "double") return `CASE WHEN isfinite(TRY_CAST(${from} AS ${as})) THEN TRY_CAST(${from} AS ${as}) END`;
  if (type === "string") return `nullif(${from}::VARCHAR, '')`;
  return `TRY_CAST(${from} AS ${as})`;
}

/** SQL that says why a row does not fit, NULL for one that does. */
export function misfit(columns: MappedColumn[]): string {
  const cases = columns.flatMap(({column: {name, type, nullable, private: secret}, from, value}) => {
    if (from === null) return [];
    const given = `nullif(${identifier(from)}::VARCHAR, '')`;
    const shown = secret ? "'(private)'" : given;
    const wrong = nullable ? `${given} IS NOT NULL AND ${value} IS NULL` : `${value} IS NULL`;
    return [`WHEN ${wrong} THEN ${literal(`${name}: not a ${type}: `)} || coalesce(${shown}, 'missing')`];
  });
  return cases.length ? `CASE ${cases.join(" ")} END` : "NULL";
}

/** SQL of a row as it came; of a dataset with private columns, only what was mapped and is not private. */
export function rawRow(columns: MappedColumn[], present: string[]): string {
  const open = new Set(columns.filter(({column}) => !column.private).map(({from}) => from));
  const guarded = columns.some(({column}) => column.private);
  const parts = present.map((name) =>
    guarded && !open.has(name) ? "'(private)'" : `coalesce(${identifier(name)}::VARCHAR, '')`
  );
  return `concat_ws(',', ${parts.join(", ")})`;
}
