import {html} from "npm:htl";
import {download} from "./download.js";
import {formatNumber} from "./format.js";
import {searchRows} from "./search-rows.js";
import {sortRows} from "./sort-rows.js";
import {type Column, shown} from "./table-column.js";
import {virtualRows} from "./virtual-rows.js";

export type {Column};

export interface TableOptions<Row> {
  /** What the table holds, for screen readers. */
  label: string;
  /** From left to right. */
  columns: Column<Row>[];
  /** In the order that they have until a head is clicked. */
  rows: readonly Row[];
  /** Rows shown at first, with a button for the others; all of them when left out, or 50 where long text wraps. */
  limit?: number;
  /** Whether there is a search field; above 20 rows when left out. */
  search?: boolean;
  /** Whether its rows can be saved; a chart's table leaves that to its chart. */
  files?: boolean;
}

interface Order {
  column: number;
  descending: boolean;
}

/** Tables longer than this draw the rows in sight alone, each on one line. */
const longest = {plain: 100, wrapping: 1000};

/** A table that scrolls inside itself, sorts by a click on a column's head, and is searched by words. */
export function dataTable<Row>(options: TableOptions<Row>): HTMLElement {
  const {label, columns, rows, search = rows.length > 20, files = rows.length > 0} = options;
  const wraps = columns.some(({kind}) => kind === "wide");
  let limit = options.limit ?? (wraps ? 50 : Number.POSITIVE_INFINITY);
  let order: Order | null = null;
  let found: readonly Row[] = rows;
  let sorted = rows;
  const find = searchRows(rows, columns);

  const line = (row: Row) =>
    html`<tr>${columns.map((c) => html`<td class=${c.kind ?? "text"}>${shown(c, row)}</td>`)}</tr>`;
  const heads = columns.map(({label, kind}, column) => {
    const button = html`<button type="button">${label}</button>`;
    button.addEventListener("click", () => {
      order = {column, descending: order?.column === column ? !order.descending : kind === "number"};
      draw();
    });
    return html`<th scope="col" class=${kind ?? "text"}>${button}</th>`;
  });
  const head = html`<tr>${heads}</tr>`;
  const body = html`<tbody></tbody>`;
  const table = html`<table><thead>${head}</thead>${body}</table>`;
  const scroll = html`<div class="table-scroll" tabindex="0" role="region" aria-label=${label}>${table}</div>`;
  const cut = html`<p class="table-cut"></p>`;
  const keepWidths = widthKeeper(scroll, heads);
  const virtual = virtualRows(scroll, line, (first, last) => {
    cut.textContent = `Rows ${formatNumber(first + 1)} to ${formatNumber(last)} of ${formatNumber(found.length)}: those that were in sight.`;
    keepWidths();
  });
  const status = html`<span class="status" role="status"></span>`;
  const field = html`<input type="search" aria-label=${`Search ${label}`} autocomplete="off" spellcheck="false">`;
  field.addEventListener("input", () => {
    found = find((field as HTMLInputElement).value);
    status.textContent = `${formatNumber(found.length)} of ${formatNumber(rows.length)} found`;
    draw();
  });
  const more = html`<button type="button" class="table-more"></button>`;
  more.addEventListener("click", () => {
    limit = Number.POSITIVE_INFINITY;
    draw();
    scroll.focus();
  });

  function draw() {
    heads.forEach((one, i) => {
      if (order?.column !== i) one.removeAttribute("aria-sort");
      else one.setAttribute("aria-sort", order.descending ? "descending" : "ascending");
    });
    sorted = order ? sortRows(found, columns[order.column]!, order.descending) : found;
    const seen = sorted.slice(0, limit);
    const long = seen.length > (wraps ? longest.wrapping : longest.plain);
    scroll.classList.toggle("virtual", long);
    if (long) head.setAttribute("aria-rowindex", "1");
    if (long || seen.length < found.length) table.setAttribute("aria-rowcount", String(found.length + 1));
    else table.removeAttribute("aria-rowcount");
    if (!long) body.replaceChildren(...(seen.length ? seen.map(line) : [nothing(columns.length, rows.length > 0)]));
    table.replaceChildren(table.firstChild!, ...(long ? virtual.bodies : [body]));
    virtual.show(long ? seen : []);
    cut.hidden = !long;
    more.hidden = seen.length >= found.length;
    more.textContent = `Show all ${formatNumber(found.length)} rows`;
  }

  draw();
  return html`<div class="table">
    ${search ? html`<div class="table-tools"><label class="choice">Search ${field}</label>${status}</div>` : null}
    ${scroll}${cut}
    <div class="table-foot">${more}${files ? download({title: label, columns, rows: () => sorted}) : null}</div>
  </div>`;
}

const nothing = (columns: number, searched: boolean): HTMLElement =>
  html`<tr><td colspan=${columns}>${searched ? "none found; fewer or shorter words find more" : "none"}</td></tr>`;

/** Columns do not become narrower while other rows come in sight; in a box of another width they begin anew. */
function widthKeeper(box: HTMLElement, heads: HTMLElement[]): () => void {
  let boxWidth = 0;
  return () => {
    if (box.clientWidth !== boxWidth) for (const head of heads) head.style.minWidth = "";
    boxWidth = box.clientWidth;
    const widths = heads.map((head) => head.getBoundingClientRect().width); // all before any is set: each moves the others
    heads.forEach((head, i) => {
      head.style.minWidth = boxWidth ? `${widths[i]}px` : "";
    });
  };
}
