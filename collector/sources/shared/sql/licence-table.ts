import type {Licence} from "../../../../data/schema.ts";
import type {Batch, RejectedInput, SourceContext} from "../../../source.ts";
import {hashOf, optional, textOf} from "../values.ts";
import {checkColumns, type Row, type SqlDatabase, select} from "./database.ts";
import {rejectedRow} from "./rejected-row.ts";
import type {LicenceTable} from "./table-options.ts";

/** How the licences stood when last taken. Everything private is hashed. */
interface LicencesCursor {
  /** Id to a hash of the rest. */
  licences: Record<string, string>;
  /** Rows that could not be read: position to a hash of the row. */
  rejected: Record<string, string>;
}

type Change = {id: string; hash: string; licence: Licence} | {position: string; hash: string; reject: RejectedInput};

const batchChanges = 1000;

/** Compares the whole table with what was taken: each call of what this returns gives what is new, changed or gone. */
export function licenceTable(given: LicenceTable, context: SourceContext) {
  const {table, key} = given;
  const columns = [...new Set([key, ...Object.values(given.columns)])];
  const before = (context.cursor as LicencesCursor | null) ?? {licences: {}, rejected: {}};
  const licences = new Map(Object.entries(before.licences));
  const rejected = new Map(Object.entries(before.rejected));

  return async function* changes(database: SqlDatabase): AsyncIterable<Batch<"licences">> {
    await checkColumns(database, table, columns);
    const rows = await database.query(select(database, table, columns), []);
    const changed = changesIn(rows, given, context, {licences, rejected});
    for (let start = 0; start < changed.length; start += batchChanges) {
      const part = changed.slice(start, start + batchChanges);
      const records: Licence[] = [];
      const rejects: RejectedInput[] = [];
      for (const change of part) {
        if ("reject" in change) {
          rejects.push(change.reject);
          rejected.set(change.position, change.hash);
          continue;
        }
        records.push(change.licence);
        if (change.licence.deleted) licences.delete(change.id);
        else licences.set(change.id, change.hash);
      }
      const cursor = {licences: Object.fromEntries(licences), rejected: Object.fromEntries(rejected)};
      yield {dataset: "licences", records, rejects, read: part.length, cursor};
    }
  };
}

/** What differs from the cursor; forgets rejected rows that are gone or readable now. */
function changesIn(
  rows: Row[],
  given: LicenceTable,
  context: SourceContext,
  {licences, rejected}: {licences: Map<string, string>; rejected: Map<string, string>}
): Change[] {
  const {id: source, hash, now} = context;
  const {table, key, columns} = given;
  const origin = {table, key, privateColumns: [columns.id, columns.holder]};
  const observedAt = now();
  const present = new Set<string>();
  const unreadable = new Set<string>();
  const changes: Change[] = [];
  for (const row of rows) {
    try {
      const id = hashOf(row[columns.id], columns.id, hash);
      const isRepeat = present.has(id);
      present.add(id);
      if (isRepeat) throw new Error(`${columns.id} occurs twice`);
      const state = stateOf(row, columns, hash);
      const content = hash(JSON.stringify(state));
      if (licences.get(id) === content) continue;
      changes.push({id, hash: content, licence: {observedAt, source, id, ...state, deleted: false}});
    } catch (error) {
      const reject = rejectedRow(row, error as Error, origin, context);
      const content = hash(JSON.stringify(row));
      unreadable.add(reject.position);
      if (rejected.get(reject.position) !== content) changes.push({position: reject.position, hash: content, reject});
    }
  }
  for (const position of rejected.keys()) if (!unreadable.has(position)) rejected.delete(position);
  for (const id of licences.keys())
    if (!present.has(id)) changes.push({id, hash: "", licence: {observedAt, source, id, ...nothing, deleted: true}});
  return changes;
}

const nothing = {holder: null, server: null, resources: [], banned: false};

const stateOf = (row: Row, columns: LicenceTable["columns"], hash: (value: string) => string) => ({
  holder: optional(row[columns.holder], (value) => hashOf(value, columns.holder, hash)),
  server: optional(row[columns.server], (value) => textOf(value, columns.server)),
  resources: optional(row[columns.resources], (value) => resourcesOf(value, columns.resources)) ?? [],
  banned: optional(row[columns.banned], (value) => booleanOf(value, columns.banned)) ?? false
});

function resourcesOf(value: unknown, field: string): string[] {
  let list = value;
  try {
    if (typeof value === "string") list = JSON.parse(value);
  } catch (cause) {
    throw new Error(`${field} is not JSON`, {cause});
  }
  if (list === null) return [];
  if (!Array.isArray(list)) throw new Error(`${field} is not a JSON array`);
  return list.map((item) => textOf(item, `an item of ${field}`));
}

function booleanOf(value: unknown, field: string): boolean {
  const text = String(value).toLowerCase();
  if (["1", "true", "t"].includes(text)) return true;
  if (["0", "false", "f"].includes(text)) return false;
  throw new Error(`${field} is neither true nor false: ${text}`);
}
