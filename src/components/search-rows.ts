import {type Column, shown} from "./table-column.js";

/** In tables longer than this, a column that shows elements is searched by its values alone. */
const mostElements = 5000;

/**
 * A search of rows: those in which every word of a text stands, in any case, in what a cell shows or in its value. Texts
 * of the rows are made at the first search.
 */
export function searchRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[]
): (text: string) => readonly Row[] {
  let texts: string[] | undefined;
  return (text) => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return rows;
    texts ??= textsOf(rows, columns);
    return rows.filter((_, i) => words.every((word) => texts![i]!.includes(word)));
  };
}

function textsOf<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string[] {
  const read = columns.filter((column) => rows.length <= mostElements || typeof shown(column, rows[0]!) === "string");
  return rows.map((row) =>
    [...read.map((column) => textOf(shown(column, row))), ...columns.map(({value}) => value(row) ?? "")]
      .join("\n")
      .toLowerCase()
  );
}

const textOf = (content: string | Node): string =>
  typeof content === "string" ? content : (content.textContent ?? "");
