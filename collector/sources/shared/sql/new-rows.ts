import type {Row, SqlDatabase} from "./database.ts";
import {select} from "./database.ts";
import type {Key, KeyWindow} from "./key-window.ts";

const pageRows = 1000;

/**
 * The rows that were not taken yet, by key, a page at a time; when a page comes, `window` already counts it as taken.
 * Rows without a key are left out. Throws when the keys have gone back.
 */
export async function* newRows(
  database: SqlDatabase,
  {table, key, columns}: {table: string; key: string; columns: string[]},
  window: KeyWindow
): AsyncIterable<Row[]> {
  const quoted = keyColumn(database, table, key);
  const statement = (after: Key | null) =>
    `${select(database, table, columns)} WHERE ${after === null ? `${quoted} IS NOT NULL` : `${quoted} > ${database.parameter(1)}`} ORDER BY ${quoted} LIMIT ${pageRows}`;
  let after = window.bound;
  for (;;) {
    const rows = await database.query(statement(after), after === null ? [] : [after]);
    if (rows.length === 0 && after !== null) await checkLastKey(database, table, key, after);
    const keys = rows.map((row) => keyOf(row[key], key));
    const fresh = rows.filter((_, i) => !window.has(keys[i]!));
    const isLast = rows.length < pageRows;
    window.advance(after, keys, isLast);
    if (fresh.length) yield fresh;
    if (isLast) return;
    after = keys.at(-1)!;
  }
}

/** With its table, or ORDER BY would take what SELECT makes of it, and no index. */
const keyColumn = (database: SqlDatabase, table: string, key: string): string =>
  `${database.quote(table)}.${database.quote(key)}`;

function keyOf(value: unknown, column: string): Key {
  if (typeof value === "number" || typeof value === "string") return value;
  throw new Error(`cannot follow key column: ${column} (it holds neither numbers nor texts)`);
}

async function checkLastKey(database: SqlDatabase, table: string, key: string, after: Key): Promise<void> {
  const quoted = keyColumn(database, table, key);
  const statement = `${select(database, table, [key])} WHERE ${quoted} IS NOT NULL ORDER BY ${quoted} DESC LIMIT 1`;
  const [row] = await database.query(statement, []);
  const last = row?.[key] ?? null;
  if (last !== null && last !== after)
    throw new Error(
      `keys went back in table ${table}: ${key} ${after} was read, the last is now ${last} (if it was filled anew, give the source another id to read it from its start)`
    );
}
