import type {RejectedInput, SourceContext} from "../../../source.ts";
import type {Row} from "./database.ts";

export interface RowOrigin {
  table: string;
  key: string;
  /** Columns whose values leave the source only as hashes. */
  privateColumns: string[];
}

/** A row that is no record: where it stands and what it holds, private columns hashed. */
export function rejectedRow(
  row: Row,
  error: Error,
  {table, key, privateColumns}: RowOrigin,
  {hash}: Pick<SourceContext, "hash">
): RejectedInput {
  const shown = Object.entries(row).map(([column, value]) => [
    column,
    value !== null && privateColumns.includes(column) ? hash(String(value)) : jsonable(value)
  ]);
  const safe = Object.fromEntries(shown);
  return {reason: error.message, position: `${table} ${key} ${safe[key]}`, raw: JSON.stringify(safe)};
}

/** JSON has no infinities. */
const jsonable = (value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
