import type {SourceContext} from "../../../source.ts";
import {compareStretch} from "./compare-stretch.ts";
import {rowConverter} from "./converted-row.ts";
import {checkColumns, type Key, type SqlDatabase, select} from "./database.ts";
import type {Follower} from "./follower.ts";
import type {GrowingBatch} from "./growing-batch.ts";
import {readOn} from "./read-on.ts";
import type {OrderedTable} from "./read-pages.ts";
import type {GrowingTable} from "./table-options.ts";
import {Window, type WindowCursor, type WindowLimits} from "./window.ts";

/**
 * Follows a table that grows: each call of what this returns gives the rows that came, were committed late, changed or,
 * where asked for, went since the last. A record that may take the place of another says so by `revisedAt`.
 */
export function growingTable(given: GrowingTable, context: SourceContext, limits?: WindowLimits) {
  const {table, key, follow = key, overlap} = given;
  const named = Object.values(given.columns).filter((column) => column !== undefined);
  const columns = [...new Set([key, follow, ...named])];
  const ordered: OrderedTable = {table, key, follow, columns};
  const window = new Window(context.cursor as WindowCursor | null, overlap, limits);

  return async function* changes(database: SqlDatabase): AsyncIterable<GrowingBatch> {
    const utc = await checkColumns(database, table, columns);
    const convert = rowConverter(given, context, utc);
    const follower: Follower = {database, given, ordered, context, utc, window, isKnown: window.isKnown, convert};
    for (const stretch of window.due(context.now())) {
      const checked = context.now();
      yield* compareStretch(stretch, follower);
      stretch.checked = checked;
      window.forget();
    }
    window.trim();
    yield* readOn(follower);
    if (window.isEmpty && window.start !== null) await checkEnd(database, ordered, window.start);
  };
}

/** A window of which nothing is left is that of a table emptied and filled anew, unless the row before it still stands. */
async function checkEnd(database: SqlDatabase, {table, follow}: OrderedTable, start: Key): Promise<void> {
  const column = `${database.table(table)}.${database.quote(follow)}`;
  const from = select(database, table, [follow]);
  const ahead = await database.query(`${from} WHERE ${column} >= ${database.parameter(1)} LIMIT 1`, [start]);
  if (ahead.length) return;
  const [last] = await database.query(`${from} WHERE ${column} IS NOT NULL ORDER BY ${column} DESC LIMIT 1`, []);
  if (last)
    throw new Error(
      `table ${table} went back: ${follow} ${start} was read, the last is now ${last[follow]} (if it was filled anew, give the source another id to read it from its start)`
    );
}
