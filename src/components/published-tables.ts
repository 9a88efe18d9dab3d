import {onceEach} from "./once-each.js";
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

type Open = typeof ParquetFile.open;

const opened = onceEach((index: string, open: Open, read: typeof readJson) =>
  read(index).then((found) => tablesOf(found, index, open))
);

/** The tables that an index names; opened once for a page. */
export const openTables = (
  index: string,
  {open = ParquetFile.open as Open, read = readJson} = {}
): Promise<PublishedTables> => opened(index, open, read);

async function readJson(url: string): Promise<TablesIndex> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`not read: ${url} (the server answered ${response.status})`);
  return response.json();
}

function tablesOf({tables}: TablesIndex, index: string, open: Open): PublishedTables {
  const fileAt = onceEach((url: string) => open(url));
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
