import {html} from "npm:htl";
import {chart} from "../chart.js";
import {emptyState, failedState} from "../empty-state.js";
import {type Choice, picker} from "../segments.js";
import type {CellBody, CellHost} from "./cell-view.js";
import {chartSpec} from "./chart-spec.js";
import {chartTitle} from "./chart-title.js";
import {type ChartCell, type ChartChoice, chartMarks} from "./notebook.js";
import {plotOf} from "./plot-of.js";
import {proposeChart} from "./propose-chart.js";
import type {QueryResult} from "./query-result.js";
import {resultTable} from "./result-columns.js";

const proposed = "";

/** A chart of a SQL cell's result: the one that its columns ask for, until another is chosen. */
export function chartCell(first: ChartCell, host: CellHost): CellBody<ChartCell> {
  let cell = first;
  let drawn: unknown[] = [];
  const picture = html`<div class="cell-chart"></div>`;
  const settings = html`<div></div>`;
  const element = html`<div>${picture}<details class="chart-data"><summary>Chart settings</summary>${settings}</details></div>`;

  const draw = () => {
    const source = host.runner.graph.byName.get(cell.source.toLowerCase());
    const result = source?.kind === "sql" ? host.runner.result(source.id) : null;
    const state = host.runner.state(cell.id);
    const error = state.status === "error" ? state.errors[0]!.message : null;
    const choice = cell.chart ?? (result && proposeChart(result));
    const next = [result, error, JSON.stringify([cell, host.results()])];
    if (next.every((item, i) => item === drawn[i])) return;
    drawn = next;
    picture.replaceChildren(pictureOf(cell, {result, choice, error}));
    const focused = settings.contains(document.activeElement)
      ? [...settings.querySelectorAll("select, input")].indexOf(document.activeElement!)
      : -1;
    settings.replaceChildren(
      chartSettings(cell, {result, choice, results: host.results()}, (next) => host.change(next))
    );
    if (focused >= 0) [...settings.querySelectorAll<HTMLElement>("select, input")][focused]?.focus();
  };
  return {
    element,
    update(next) {
      cell = next;
      draw();
    },
    refresh: draw,
    focus: () => element.querySelector<HTMLElement>("summary")?.focus()
  };
}

function pictureOf(
  cell: ChartCell,
  {result, choice, error}: {result: QueryResult | null; choice: ChartChoice | null; error: string | null}
): Node {
  if (error) return emptyState("No chart", error);
  if (!result) return emptyState("Not run yet", "Press Run, or change an input: the chart comes with the result.");
  if (!result.rows.length) return emptyState("No rows", `The query ${cell.source} has no rows: ask for more.`);
  if (!choice)
    return emptyState(
      "No chart fits",
      "A chart needs a column of numbers: choose one in the settings, or ask for one."
    );
  try {
    const {title, subtitle} = chartTitle(cell, choice);
    const spec = chartSpec(choice, result);
    const {rows, columns} = result;
    return chart({
      title,
      subtitle,
      height: 320,
      render: (width, height) => plotOf(spec, rows, {width, height, ariaLabel: title}),
      table: resultTable(Object.assign([...rows], {schema: columns}))
    });
  } catch (error) {
    return failedState("Not drawn", "Choose other columns in the settings.", error);
  }
}

function chartSettings(
  cell: ChartCell,
  {result, choice, results}: {result: QueryResult | null; choice: ChartChoice | null; results: string[]},
  change: (cell: ChartCell) => void
): HTMLElement {
  const named = (names: readonly string[], none?: string): Choice<string>[] => [
    ...(none === undefined ? [] : [{value: "", label: none}]),
    ...names.map((value) => ({value, label: value}))
  ];
  const columns = result?.columns.map(({name}) => name) ?? [];
  const set = (part: Partial<ChartChoice>) => {
    const base = choice ?? {mark: "line", x: columns[0] ?? "", y: columns[1] ?? null, series: null};
    const next = {...base, ...part};
    change({
      ...cell,
      chart: next.mark === "histogram" ? {...next, y: null} : {...next, y: next.y ?? columns[1] ?? null}
    });
  };
  const known = results.includes(cell.source) ? results : [cell.source, ...results];
  const title = html`<input type="text" value=${cell.title} placeholder="what it shows">` as HTMLInputElement;
  title.addEventListener("change", () => change({...cell, title: title.value}));
  return html`<div class="controls">
    ${picker({label: "Draws", choices: named(known), value: cell.source}, (source) => change({...cell, source, chart: null}))}
    ${picker(
      {
        label: "as",
        choices: named(chartMarks, `proposed${choice ? ` (${choice.mark})` : ""}`),
        value: cell.chart?.mark ?? proposed
      },
      (mark) => (mark === proposed ? change({...cell, chart: null}) : set({mark: mark as ChartChoice["mark"]}))
    )}
    ${picker({label: "left to right", choices: named(columns, choice ? undefined : "choose"), value: choice?.x ?? ""}, (x) => set({x}))}
    ${choice?.mark === "histogram" ? null : picker({label: "bottom to top", choices: named(columns, choice?.y ? undefined : "choose"), value: choice?.y ?? ""}, (y) => set({y}))}
    ${picker({label: "told apart by", choices: named(columns, "nothing"), value: choice?.series ?? ""}, (series) => set({series: series || null}))}
    <label class="choice">Title ${title}</label>
  </div>`;
}
