import {html} from "npm:htl";
import {type Column, dataTable} from "./data-table.js";
import {responsive} from "./responsive.js";

export interface ChartOptions<Row> {
  /** What the chart shows: the finding. */
  title: string;
  /** Unit, period and source. */
  subtitle?: string;
  /** Height that is reserved, px. */
  height?: number;
  render: (width: number, height: number) => Node;
  /** What the marks mean where a label cannot stand at them. */
  key?: Node | null;
  note?: string | Node | null;
  /** The numbers behind the chart, for reading, copying and screen readers. */
  table?: {columns: Column<Row>[]; rows: Row[]};
}

/** A chart in its panel: title, subtitle, picture, note, and the table behind it. */
export function chart<Row>({title, subtitle, height = 280, render, key, note, table}: ChartOptions<Row>): HTMLElement {
  return html`<figure class="chart">
    <figcaption>
      <h3>${title}</h3>
      <p class="chart-subtitle">${subtitle ?? ""}</p>
    </figcaption>
    ${key ?? null}
    ${responsive(height, (width) => named(render(width, height), [title, subtitle].filter(Boolean).join(". ")))}
    ${note ? html`<p class="chart-note">${note}</p>` : null}
    ${table ? behind(table, title) : null}
  </figure>`;
}

/** A picture says what it shows to those who do not see it. */
function named(picture: Node, label: string): Node {
  if (picture instanceof SVGElement) {
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", label);
  }
  return picture;
}

/** The table is made when it is first opened. */
function behind<Row>({columns, rows}: {columns: Column<Row>[]; rows: Row[]}, title: string): Node {
  const details = html`<details class="chart-data"><summary>Show the numbers</summary></details>`;
  details.addEventListener("toggle", () => details.append(dataTable({label: title, columns, rows})), {once: true});
  return details;
}
