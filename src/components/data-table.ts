import {html} from "npm:htl";
import {formatNumber, missing} from "./format.js";

export interface Column<Row> {
  label: string;
  value: (row: Row) => string | number | boolean | null | undefined;
  /** How a value is shown; numbers are grouped and right-aligned by default. */
  show?: (row: Row) => string | Node;
  /** `wide` wraps long text; `nowrap` never does. */
  kind?: "number" | "text" | "wide" | "nowrap";
}

export interface TableOptions<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  /** Rows shown at first. */
  limit?: number;
}

interface Order {
  column: number;
  descending: boolean;
}

/** A table that scrolls inside itself and sorts by a click on a column's head. */
export function dataTable<Row>({label, columns, rows, limit = 50}: TableOptions<Row>): HTMLElement {
  let order: Order | null = null;
  let shown = limit;
  const body = html`<tbody></tbody>`;
  const heads = columns.map(({label, kind}, column) => {
    const button = html`<button type="button">${label}</button>`;
    button.addEventListener("click", () =>
      draw({column, descending: order?.column === column ? !order.descending : kind === "number"})
    );
    return html`<th scope="col" class=${kind ?? "text"}>${button}</th>`;
  });
  const more = html`<button type="button" class="table-more"></button>`;
  more.addEventListener("click", () => {
    shown = rows.length;
    draw(order);
  });

  function draw(next: Order | null) {
    order = next;
    heads.forEach((head, i) => {
      if (order?.column !== i) head.removeAttribute("aria-sort");
      else head.setAttribute("aria-sort", order.descending ? "descending" : "ascending");
    });
    const sorted = order ? [...rows].sort(comparing(columns[order.column]!, order.descending)) : rows;
    const lines = sorted.slice(0, shown).map((row) => html`<tr>${columns.map((c) => cell(c, row))}</tr>`);
    body.replaceChildren(...(lines.length ? lines : [html`<tr><td colspan=${columns.length}>none</td></tr>`]));
    more.hidden = shown >= rows.length;
    more.textContent = `Show all ${formatNumber(rows.length)} rows`;
  }

  draw(null);
  return html`<div class="table">
    <div class="table-scroll" tabindex="0" role="region" aria-label=${label}>
      <table><thead><tr>${heads}</tr></thead>${body}</table>
    </div>
    ${more}
  </div>`;
}

function cell<Row>({value, show, kind}: Column<Row>, row: Row): Node {
  return html`<td class=${kind ?? "text"}>${show ? show(row) : plain(value(row))}</td>`;
}

const plain = (value: unknown): string =>
  value == null || value === "" ? missing : typeof value === "number" ? formatNumber(value) : String(value);

/** Rows without a value come last in either direction. */
function comparing<Row>({value}: Column<Row>, descending: boolean): (a: Row, b: Row) => number {
  return (a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x == null || y == null) return x == null ? (y == null ? 0 : 1) : -1;
    return (x < y ? -1 : x > y ? 1 : 0) * (descending ? -1 : 1);
  };
}
