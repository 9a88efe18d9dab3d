import {ParquetFile} from "./parquet-file.js";
import type {RowFilter} from "./row-filter.js";
import type {PublishedTable} from "./tables-index.js";

/** The part of `tables/index.json` that tells where rows lie. */
type TablesIndex = {tables: readonly Pick<PublishedTable, "name" | "files">[]};

/** Rows of the published tables, read by ranges: of a table's files, only those whose times are asked for. */
export interface PublishedTables {
  /** The files of `table` that reach into the half-open span `filter.within`, each with the rows that pass. */
  read<Name extends string>(
    table: string,
    columns: readonly Name[],
    filter: RowFilter & {within: {column: string; from: number; to: number}},
    signal?: AbortSignal
  ): Promise<Record<Name, Float64Array | string[]>[]>;
}

const opened = new Map<string, Promise<PublishedTables>>();

/** The tables that an index names; opened once for a page. */
export function openTables(index: string, {open = ParquetFile.open, read = readJson} = {}): Promise<PublishedTables> {
  const known = opened.get(index);
  if (known) return known;
  const opening = read(index).then((found) => tablesOf(found, index, open));
  opened.set(index, opening);
  opening.catch(() => opened.delete(index));
  return opening;
}

async function readJson(url: string): Promise<TablesIndex> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`not read: ${url} (the server answered ${response.status})`);
  return response.json();
}

function tablesOf({tables}: TablesIndex, index: string, open: typeof ParquetFile.open): PublishedTables {
  const files = new Map<string, Promise<ParquetFile>>();
  const fileAt = (url: string): Promise<ParquetFile> => {
    const known = files.get(url);
    if (known) return known;
    const opening = open(url);
    files.set(url, opening);
    opening.catch(() => files.delete(url));
    return opening;
  };
  return {
    async read(name, columns, filter, signal) {
      const table = tables.find((table) => table.name === name);
      if (!table) throw new Error(`no such table: ${name} (${index} names ${tables.map(({name}) => name).join(", ")})`);
      const {from, to} = filter.within;
      const reached = table.files.filter((file) => file.from !== null && file.from < to && file.to! >= from);
      return Promise.all(
        reached.map(async ({url}) => (await fileAt(new URL(url, index).href)).read(columns, filter, signal))
      );
    }
  };
}
