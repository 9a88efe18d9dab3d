import {chart} from "./chart.js";
import {columnPoints, columnRange} from "./columns.js";
import {formatDateTime, formatNumber, formatPercent} from "./format.js";
import {formatChange} from "./snapshot-changes.js";
import type {ForecastChange} from "./snapshot-diff.js";
import type {FigureForecast} from "./snapshot-figures.js";
import {type Actuals, forecastErrors} from "./snapshot-forecast-errors.js";
import {snapshotColors, snapshotKey} from "./snapshot-key.js";
import {timeSeries} from "./time-series.js";
import type {Point} from "./time-series-data.js";

export interface SnapshotForecasts {
  change: ForecastChange;
  a: FigureForecast | undefined;
  b: FigureForecast | undefined;
  actuals: Actuals | undefined;
  /** What counts as now on the page, UTC ms. */
  now: number;
}

const day = 86_400_000;

/** Two forecasts of one series with what came since, and how far off each was. */
export function snapshotForecastChart({change, a, b, actuals, now}: SnapshotForecasts): HTMLElement {
  const {unit} = change;
  const both = [a, b].flatMap((forecast) => forecast ?? []);
  const from = Math.min(...both.map(({start}) => start)) - day;
  const known = actuals ? columnPoints(actuals, "values").filter(({time}) => time >= from) : [];
  const lines = [
    {label: "Actual", points: known, color: snapshotColors.actual},
    ...(a ? [{label: "A", points: columnPoints(a, "mean"), color: snapshotColors.a, dashed: true}] : []),
    ...(b ? [{label: "B", points: columnPoints(b, "mean"), color: snapshotColors.b, dashed: true}] : [])
  ];
  return chart({
    title: titleOf(change),
    subtitle: `${unit}; means of hours: actual (solid), forecasts of A and B (dashed), 90 % interval of ${b ? "B" : "A"} (grey)`,
    height: 320,
    key: snapshotKey(lines),
    render: (width, height) =>
      timeSeries({lines, range: columnRange((b ?? a)!, "lo90", "hi90"), unit, now}, width, height),
    note: [sayErrors("A", a, actuals), sayErrors("B", b, actuals)].filter(Boolean).join(" "),
    table: {
      rows: rowsOf(lines),
      columns: [
        {label: "Hour", value: ({time}) => time, show: ({time}) => formatDateTime(time), kind: "nowrap"},
        {label: `Actual, ${unit}`, value: ({values}) => values.get("Actual"), kind: "number"},
        {label: "A", value: ({values}) => values.get("A"), kind: "number"},
        {label: "B", value: ({values}) => values.get("B"), kind: "number"}
      ]
    }
  });
}

function titleOf({label, share, models, hours}: ForecastChange): string {
  if (models.a === null || models.b === null) return `${label} is forecast in ${models.b === null ? "A" : "B"} alone`;
  if (hours === 0) return `A and B forecast ${label} for different times`;
  if (share !== null && Math.abs(share) < 0.0005) return `B forecasts ${label} as A does`;
  const size = share === null ? "otherwise" : `${formatPercent(Math.abs(share))} ${share < 0 ? "lower" : "higher"}`;
  return `B forecasts ${label} ${size} than A`;
}

function sayErrors(name: string, forecast: FigureForecast | undefined, actuals: Actuals | undefined): string {
  if (!forecast) return "";
  const errors = forecastErrors(forecast, actuals);
  if (!errors) return `Nothing that ${name} forecast has come yet.`;
  const {hours, error, share, bias, inside} = errors;
  const off = `${formatNumber(error)} ${forecast.unit}${share === null ? "" : ` (${formatPercent(share)})`}`;
  const lean = Math.abs(bias) > error / 2 ? `, ${bias > 0 ? "too high" : "too low"} on the whole` : "";
  return `${name} was off by ${off} over the ${hours} h since${lean}; ${formatPercent(inside)} of them were in its 90 % interval.`;
}

interface Row {
  time: number;
  values: Map<string, number | null>;
}

/** Every hour that a line speaks of. */
function rowsOf(lines: readonly {label: string; points: readonly Point[]}[]): Row[] {
  const rows = new Map<number, Row>();
  for (const {label, points} of lines)
    for (const {time, value} of points) {
      const row = rows.get(time) ?? {time, values: new Map()};
      rows.set(time, row);
      row.values.set(label, value);
    }
  return [...rows.values()].sort((a, b) => a.time - b.time);
}

/** All series: how B's forecast differs, and how far off each was. */
export const forecastColumns = (errorsOf: (series: string, name: "a" | "b") => ReturnType<typeof forecastErrors>) => [
  {label: "Series", value: ({label}: ForecastChange) => label, kind: "nowrap" as const},
  {label: "A", value: ({mean}: ForecastChange) => mean?.a, kind: "number" as const},
  {label: "B", value: ({mean}: ForecastChange) => mean?.b, kind: "number" as const},
  {label: "Unit", value: ({unit}: ForecastChange) => unit, kind: "nowrap" as const},
  {
    label: "Change",
    value: ({share}: ForecastChange) => share,
    show: ({share}: ForecastChange) => formatChange(share),
    kind: "number" as const
  },
  ...(["a", "b"] as const).map((name) => ({
    label: `${name.toUpperCase()} was off`,
    value: ({series}: ForecastChange) => errorsOf(series, name)?.share,
    show: ({series}: ForecastChange) => formatPercent(errorsOf(series, name)?.share),
    kind: "number" as const
  })),
  {
    label: "Model",
    value: ({models}: ForecastChange) =>
      models.a === models.b ? models.a : `${models.a ?? "none"} → ${models.b ?? "none"}`,
    kind: "nowrap" as const
  }
];
