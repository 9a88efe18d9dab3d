import {type Dataset, duckdbType} from "../../data/schema.ts";
import {identifier, literal} from "./fragment.ts";
import type {CatalogFile} from "./lake-catalog.ts";

/**
 * A SELECT over the given files with exactly the schema's columns and types. Columns that no file has are null, columns
 * that the schema does not know are left out; without files the result is empty and typed.
 */
export function datasetQuery({columns}: Dataset, files: CatalogFile[]): string {
  const nulls = columns.map(({name, type}) => `NULL::${duckdbType[type]} AS ${identifier(name)}`);
  const empty = `SELECT ${nulls.join(", ")} WHERE false`;
  if (files.length === 0) return empty;
  const list = files.map(({path}) => literal(path)).join(", ");
  const casts = columns.map(({name, type}) => `${identifier(name)}::${duckdbType[type]} AS ${identifier(name)}`);
  return `SELECT ${casts.join(", ")} FROM (
    ${empty} UNION ALL BY NAME
    SELECT * FROM read_parquet([${list}], union_by_name = true, hive_partitioning = false))`;
}

/** The latest observation of each (source, id) of a query over requests or licences. */
export const latestQuery = (query: string): string =>
  `SELECT * FROM (${query}) QUALIFY row_number() OVER (PARTITION BY source, id ORDER BY observedAt DESC) = 1`;
