import {type ColumnType, type Dataset, duckdbType} from "../../data/schema.ts";
import {identifier, literal} from "./fragment.ts";

/** A Parquet file of a dataset. */
export interface DatasetFile {
  /** As DuckDB is to open it. */
  path: string;
  /** Version of the dataset that it was written for. */
  version: number;
}

/**
 * A SELECT over the given files with exactly the schema's columns and types. Columns that no file has are null, columns
 * that the schema does not know are left out, files of earlier versions are upgraded as the schema says, and files of
 * other versions are left out; without files the result is empty and typed.
 */
export function datasetQuery(dataset: Dataset, files: DatasetFile[]): string {
  const pathsOf = (version: number) => files.filter((file) => file.version === version).map(({path}) => path);
  const selects = readableVersions(dataset).flatMap((version) => {
    const paths = pathsOf(version);
    return paths.length ? [versionQuery(dataset, version, paths)] : [];
  });
  return selects.length ? selects.join("\nUNION ALL ") : emptyQuery(columnsOf(dataset, dataset.version));
}

/** Versions of a dataset whose files can be read, the present one first. */
export const readableVersions = ({version, earlier = {}}: Dataset): number[] => [
  version,
  ...Object.keys(earlier).map(Number)
];

/** Columns of a dataset as files of one version may have them; of an earlier version, those added later too. */
export function columnsOf({columns, version, earlier}: Dataset, of: number): Record<string, ColumnType> {
  const present = Object.fromEntries(columns.map(({name, type}) => [name, type]));
  return of === version ? present : {...present, ...earlier?.[of]?.columns};
}

function versionQuery(dataset: Dataset, version: number, paths: string[]): string {
  const {columns, upgrade = {}} = (version !== dataset.version && dataset.earlier?.[version]) || {columns: {}};
  const changed = new Set([...Object.keys(columns), ...Object.keys(upgrade)]);
  const values = dataset.columns.map(({name, type}) => {
    const value = upgrade[name] ?? identifier(name);
    return `${changed.has(name) ? "TRY_CAST" : "CAST"}(${value} AS ${duckdbType[type]}) AS ${identifier(name)}`;
  });
  const select = `SELECT ${values.join(", ")} FROM (
    ${emptyQuery(columnsOf(dataset, version))} UNION ALL BY NAME
    SELECT * FROM read_parquet([${paths.map(literal).join(", ")}], union_by_name = true, hive_partitioning = false))`;
  const needed = dataset.columns.filter(({name, nullable}) => changed.has(name) && !nullable);
  if (!needed.length) return select;
  return `SELECT * FROM (${select}) WHERE ${needed.map(({name}) => `${identifier(name)} IS NOT NULL`).join(" AND ")}`;
}

function emptyQuery(columns: Record<string, ColumnType>): string {
  const nulls = Object.entries(columns).map(([name, type]) => `NULL::${duckdbType[type]} AS ${identifier(name)}`);
  return `SELECT ${nulls.join(", ")} WHERE false`;
}

/** The latest observation of each (source, id) of a query over requests or licences. */
export const latestQuery = (query: string): string =>
  `SELECT * FROM (${query}) QUALIFY row_number() OVER (PARTITION BY source, id ORDER BY observedAt DESC) = 1`;
