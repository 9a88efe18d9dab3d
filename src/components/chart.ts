import {html} from "npm:htl";
import {type Column, dataTable} from "./data-table.js";
import {download} from "./download.js";
import type {Fresh} from "./fresh.js";
import {freshnessMark} from "./freshness-mark.js";
import {responsive} from "./responsive.js";

export interface ChartOptions<Row> {
  /** What the chart shows: the finding. */
  title: string;
  /** Unit, period and source. */
  subtitle?: string;
  /** Height that is reserved, px. */
  height?: number;
  /** Draws the picture; a promise while it still has to be read. */
  render: (width: number, height: number) => Node | Promise<Node>;
  /** What the marks mean where a label cannot stand at them. */
  key?: Node | null;
  note?: string | Node | null;
  /** The numbers behind the chart, for reading, copying, saving and screen readers. */
  table?: {columns: Column<Row>[]; rows: Row[]};
  /** How far the chart's data reaches; the page's by default. */
  fresh?: Fresh;
  /** What its files are called; made from the title by default. */
  name?: string;
}

/** A chart in its panel: title, subtitle, picture, note, the table behind it, how fresh it is, and its files. */
export function chart<Row>(options: ChartOptions<Row>): HTMLElement {
  const {title, subtitle, height = 280, render, key, note, table, fresh, name} = options;
  const label = [title, subtitle].filter(Boolean).join(". ");
  const body = responsive(height, (width) => {
    const picture = render(width, height);
    return picture instanceof Promise ? picture.then((drawn) => named(drawn, label)) : named(picture, label);
  });
  const figure: HTMLElement = html`<figure class="chart">
    <figcaption>
      <h3>${title}</h3>
      <p class="chart-subtitle">${subtitle ?? ""}</p>
    </figcaption>
    ${key ?? null}
    ${body}
    ${note ? html`<p class="chart-note">${note}</p>` : null}
    <div class="chart-foot">
      ${table ? behind(table, title) : null}
      <div class="chart-tools">${freshnessMark(fresh)}${download({
        title,
        about: subtitle,
        name,
        columns: table?.columns ?? [],
        rows: () => table?.rows ?? [],
        picture: () => figure
      })}</div>
    </div>
  </figure>`;
  return figure;
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
  details.addEventListener("toggle", () => details.append(dataTable({label: title, columns, rows, files: false})), {
    once: true
  });
  return details;
}
