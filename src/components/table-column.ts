import {formatNumber, missing} from "./format.js";

/** A column of a table. */
export interface Column<Row> {
  /** Its head. */
  label: string;
  /** What the table sorts and searches by. */
  value: (row: Row) => string | number | boolean | null | undefined;
  /** How a value is shown; numbers are grouped and right-aligned by default. */
  show?: (row: Row) => string | Node;
  /** `wide` wraps long text; `nowrap` never does. */
  kind?: "number" | "text" | "wide" | "nowrap";
}

/** What stands in a cell. */
export const shown = <Row>({value, show}: Column<Row>, row: Row): string | Node =>
  show ? show(row) : plain(value(row));

const plain = (value: unknown): string =>
  value == null || value === "" ? missing : typeof value === "number" ? formatNumber(value) : String(value);
