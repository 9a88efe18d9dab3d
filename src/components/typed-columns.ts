import type {Column} from "./table-column.js";

export type CellType = "time" | "integer" | "double" | "boolean" | "text";

/** A column of a file: values are numbers (times: UTC ms), booleans or strings by its type; null where nothing is known. */
export interface TypedColumn {
  name: string;
  type: CellType;
  values: (string | number | boolean | null)[];
}

/** What a table shows, by column and with types, for files. */
export function typedColumns<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): TypedColumn[] {
  const names = new Set<string>();
  return columns.map((column) => {
    const values = rows.map((row) => known(column.value(row)));
    const type = typeOf(values, column.kind);
    const typed = type === "text" ? values.map((value) => (value === null ? null : String(value))) : values;
    return {name: unique(column.label || "column", names), type, values: typed};
  });
}

const known = (value: string | number | boolean | null | undefined) =>
  value === undefined || value === "" || (typeof value === "number" && !Number.isFinite(value)) ? null : value;

/** Numbers in a column that does not show them as such are instants, in ms; these lie between 1973 and 2286. */
function typeOf(values: TypedColumn["values"], kind: Column<unknown>["kind"]): CellType {
  const some = values.filter((value) => value !== null);
  if (!some.length) return "text";
  if (some.every((value) => typeof value === "boolean")) return "boolean";
  if (!some.every((value) => typeof value === "number")) return "text";
  if (kind !== "number" && some.every((value) => value > 1e11 && value < 1e13)) return "time";
  return some.every((value) => Number.isSafeInteger(value)) ? "integer" : "double";
}

function unique(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${name} (${n})`;
  taken.add(free.toLowerCase());
  return free;
}
