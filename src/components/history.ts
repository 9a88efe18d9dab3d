import {html} from "npm:htl";
import {chart} from "./chart.js";
import {emptyState, failedState} from "./empty-state.js";
import {formatDateTime} from "./format.js";
import {hourlySteps, readingSteps, type Step} from "./query.js";
import {picker, segments} from "./segments.js";
import {timeSeries} from "./time-series.js";

export interface HistoryOptions {
  /** Series that the reader may pick, the first one shown at first. */
  series: readonly {id: string; label: string; unit: string}[];
  /** Address of a year of hourly statistics, Parquet. */
  hourly: string;
  /** Address of two weeks of single readings, Parquet. */
  recent: string;
  /** Where the spans end, UTC ms. */
  to: number;
}

const hour = 3_600_000;
const day = 24 * hour;

const ranges = [
  {value: "2d", label: "2 days", span: 2 * day, step: hour / 12, means: "5-minute means", source: "recent"},
  {value: "14d", label: "2 weeks", span: 14 * day, step: hour / 2, means: "half-hourly means", source: "recent"},
  {value: "90d", label: "3 months", span: 90 * day, step: 6 * hour, means: "6-hour means", source: "hourly"},
  {value: "365d", label: "12 months", span: 365 * day, step: day, means: "daily means", source: "hourly"}
] as const;

type Range = (typeof ranges)[number];

/** Any series over any span. Nothing is fetched before the reader asks; then DuckDB answers in the browser. */
export function history(
  {series, hourly, recent, to}: HistoryOptions,
  {query = {hourlySteps, readingSteps}} = {}
): Node {
  const first = series[0];
  if (!first) return emptyState("No series yet", "They appear here once the collector has read one.");
  let chosen = {series: first, range: null as Range | null};
  let asked = 0;
  const body = html`<div></div>`;
  const status = html`<span class="status" role="status"></span>`;

  async function show(choice: Partial<typeof chosen>) {
    chosen = {...chosen, ...choice};
    const {series, range} = chosen;
    if (!range) return;
    const turn = ++asked;
    const slow = setTimeout(() => (status.textContent = `Reading ${series.label} …`), 300);
    try {
      const span = {series: series.id, from: to - range.span, to: to + 1, step: range.step};
      const rows = await (range.source === "recent"
        ? query.readingSteps(recent, span)
        : query.hourlySteps(hourly, span));
      if (turn === asked) body.replaceChildren(picture(series, range, rows));
    } catch (error) {
      if (turn === asked)
        body.replaceChildren(
          failedState(
            `Could not read ${series.label}`,
            "The server may be away. Pick the span again, or reload the page.",
            error
          )
        );
    } finally {
      clearTimeout(slow);
      if (turn === asked) status.textContent = "";
    }
  }

  body.append(
    emptyState(
      "Pick a span to look further back",
      "The figures are read when you ask for them; the first time takes a few seconds."
    )
  );
  return html`<div>
    <div class="controls">
      ${picker(
        {label: "Series", choices: series.map(({id, label}) => ({value: id, label})), value: first.id},
        (id) => void show({series: series.find((one) => one.id === id)!})
      )}
      ${segments<Range["value"] | "">(
        {label: "Span", choices: ranges, value: ""},
        (value) => void show({range: ranges.find((range) => range.value === value)!})
      )}
      ${status}
    </div>
    ${body}
  </div>`;
}

function picture({label, unit}: {label: string; unit: string}, range: Range, rows: Step[]): Node {
  if (!rows.length) return emptyState(`No readings of ${label} in this span`, "Pick a longer one.");
  return chart({
    title: `${label}, last ${range.label}`,
    subtitle: `${unit}; ${range.means} (line) between the lowest and the highest reading (grey)`,
    height: 320,
    render: (width, height) =>
      timeSeries(
        {
          lines: [{label: "Mean", points: rows.map(({time, mean}) => ({time, value: mean}))}],
          range: rows.map(({time, min, max}) => ({time, lo: min, hi: max})),
          unit,
          maxGap: 3 * range.step
        },
        width,
        height
      ),
    table: {
      rows,
      columns: [
        {label: "From", value: ({time}) => time, show: ({time}) => formatDateTime(time), kind: "nowrap"},
        {label: `Mean, ${unit}`, value: ({mean}) => mean, kind: "number"},
        {label: "Lowest", value: ({min}) => min, kind: "number"},
        {label: "Highest", value: ({max}) => max, kind: "number"}
      ]
    }
  });
}
