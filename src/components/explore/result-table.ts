import {html} from "npm:htl";
import {dataTable} from "../data-table.js";
import {formatCount, formatNumber} from "../format.js";
import type {QueryResult} from "./query-result.js";
import {resultTable} from "./result-columns.js";

/** A result: how many rows, its columns with their types and how many of them are null, and the rows. */
export function resultView({columns, rows, count}: QueryResult, label: string): HTMLElement {
  const read = rows.length < count ? `; the first ${formatNumber(rows.length)} are shown and drawn` : "";
  return html`<div class="cell-result">
    <p class="chart-subtitle">${formatCount(count, "row")}${read}</p>
    <ul class="result-columns" aria-label="Columns">${columns.map(
      ({name, type, nulls}) =>
        html`<li><code>${name}</code> ${type}${nulls ? html`<span class="nulls">, ${formatNumber(nulls)} null</span>` : null}</li>`
    )}</ul>
    ${rows.length ? dataTable({label, limit: 20, ...resultTable(Object.assign([...rows], {schema: columns}))}) : null}
  </div>`;
}
