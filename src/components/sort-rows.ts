import type {Column} from "./table-column.js";

/** Rows in the order of a column; rows without a value come last in either direction, and equal ones keep their order. */
export function sortRows<Row>(rows: readonly Row[], {value}: Pick<Column<Row>, "value">, descending: boolean): Row[] {
  const sign = descending ? -1 : 1;
  return rows
    .map((row) => ({row, key: value(row)}))
    .sort(({key: a}, {key: b}) => {
      if (a == null || b == null) return a == null ? (b == null ? 0 : 1) : -1;
      return a < b ? -sign : a > b ? sign : 0;
    })
    .map(({row}) => row);
}
