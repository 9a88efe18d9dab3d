import {noteRead} from "../lake/reads.ts";
import {pathState} from "../lake/state.ts";
import type {Lake} from "../lake.ts";
import {payloadMeta} from "../payload-meta.ts";
import {tableSources} from "./index.ts";
import type {PublishedTable, TableFile, TablesIndex} from "./published-table.ts";
import type {TableSource} from "./table-source.ts";
import {TableStore} from "./table-store.ts";

/** Makes the files of every published table that are not there yet, and tells what there is. */
export async function publishTables(lake: Lake): Promise<TablesIndex> {
  const store = new TableStore(lake);
  const tables: PublishedTable[] = [];
  for (const source of tableSources) tables.push(await publishTable(source, lake, store));
  store.keep();
  noteRead("tables/", () => pathState(store.folder));
  const meta = await payloadMeta(lake);
  return {meta, builtAt: meta.builtAt, observedThrough: meta.observedThrough, tables};
}

async function publishTable(
  {name, about, time, columns, parts}: TableSource,
  lake: Lake,
  store: TableStore
): Promise<PublishedTable> {
  const files: TableFile[] = [];
  for (const part of await parts(lake, store)) files.push(await store.make(part, time));
  const known = files.filter(({rows}) => rows > 0);
  return {
    name,
    about,
    rows: files.reduce((sum, {rows}) => sum + rows, 0),
    from: extreme(
      Math.min,
      known.map(({from}) => from)
    ),
    to: extreme(
      Math.max,
      known.map(({to}) => to)
    ),
    columns,
    files: known.length ? known : files.slice(0, 1)
  };
}

function extreme(of: (...values: number[]) => number, times: (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length ? of(...known) : null;
}
