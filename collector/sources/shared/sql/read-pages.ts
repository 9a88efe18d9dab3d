import {type Key, type Row, type SqlDatabase, select} from "./database.ts";

export const pageRows = 1000;

export interface OrderedTable {
  table: string;
  columns: string[];
  /** Unique. */
  key: string;
  /** Orders the rows, and the key those that are equal in it. */
  follow: string;
}

/** Values of the followed column: after this one, or from the first, up to and with that one, or to the last. */
export interface Range {
  after: Key | null;
  upTo?: Key;
}

/** The rows of a range in order, a page at a time. Rows without a key or a followed value are left out. */
export async function* readPages(database: SqlDatabase, given: OrderedTable, range: Range): AsyncIterable<Row[]> {
  const {follow} = given;
  let first: Place | null = null;
  let last: Place | null = null;
  for (;;) {
    const {sql, parameters} = pageQuery(database, given, range, last);
    const rows = await database.query(sql, parameters);
    if (rows.length === 0) return;
    const start = placeOf(rows[0]!, given);
    // a page that comes again: the database does not order the values as it compares them with parameters
    if (isSame(start, first) || isSame(start, last)) throw cannotFollow(follow);
    [first, last] = [start, placeOf(rows.at(-1)!, given)];
    yield rows;
    if (rows.length < pageRows) return;
  }
}

interface Place {
  follow: Key;
  key: Key;
}

const placeOf = (row: Row, {follow, key}: OrderedTable): Place => ({follow: keyOf(row, follow), key: keyOf(row, key)});

const isSame = (a: Place, b: Place | null): boolean => a.follow === b?.follow && a.key === b.key;

function pageQuery(
  database: SqlDatabase,
  {table, columns, key, follow}: OrderedTable,
  {after, upTo}: Range,
  last: Place | null
) {
  const parameters: Key[] = [];
  const bind = (value: Key) => database.parameter(parameters.push(value));
  const [ordered, unique] = [follow, key].map((column) => qualified(database, table, column));
  const conditions = [`${unique} IS NOT NULL`];
  if (last && follow !== key) {
    conditions.push(`${ordered} >= ${bind(last.follow)}`);
    conditions.push(`(${ordered} > ${bind(last.follow)} OR ${unique} > ${bind(last.key)})`);
  } else if (last || after !== null) conditions.push(`${ordered} > ${bind(last?.key ?? after!)}`);
  else conditions.push(`${ordered} IS NOT NULL`);
  if (upTo !== undefined) conditions.push(`${ordered} <= ${bind(upTo)}`);
  const order = follow === key ? ordered : `${ordered}, ${unique}`;
  const sql = `${select(database, table, columns)} WHERE ${conditions.join(" AND ")} ORDER BY ${order} LIMIT ${pageRows}`;
  return {sql, parameters};
}

/** With its table, or ORDER BY would take what SELECT makes of it, and no index. */
const qualified = (database: SqlDatabase, table: string, column: string): string =>
  `${database.table(table)}.${database.quote(column)}`;

/** The value of a column that rows are ordered by. */
export function keyOf(row: Row, column: string): Key {
  const value = row[column];
  if (typeof value === "number" || typeof value === "string") return value;
  throw cannotFollow(column);
}

const cannotFollow = (column: string) =>
  new Error(`cannot follow column: ${column} (it holds neither numbers nor texts nor times)`);
