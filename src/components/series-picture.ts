import type {ChartOptions} from "./chart.js";
import type {ChosenStep} from "./choose-step.js";
import {stepName} from "./choose-step.js";
import {type Compared, comparedTo, type Filters, inPeriod} from "./filters.js";
import {formatDateTime, formatNumber, formatPercent} from "./format.js";
import type {ReadSeries, SeriesSteps} from "./read-series.js";
import type {Mark, TimeSeriesOptions} from "./time-series-data.js";

export interface NamedSeries {
  id: string;
  label: string;
  unit: string;
}

/** A chart in words and figures, to be drawn at any width. */
export interface Picture {
  title: string;
  subtitle: string;
  draw: Omit<TimeSeriesOptions, "brush">;
  table: NonNullable<ChartOptions<StepRow>["table"]>;
}

export interface StepRow {
  time: number;
  mean: number;
  min: number;
  max: number;
}

/** What is read for a chart: its steps, and those of the period to compare with. */
export interface SeriesFigures {
  steps: SeriesSteps;
  compared: (Compared & {steps: SeriesSteps}) | null;
}

/** Reads what a chart of `width` px shows of a series under filters. */
export async function readFigures(
  read: ReadSeries,
  {series, filters, width, signal}: {series: string; filters: Filters; width: number; signal: AbortSignal}
): Promise<SeriesFigures> {
  const {from, to, grain, timeZone} = filters;
  const other = comparedTo(filters);
  const [steps, before] = await Promise.all([
    read({series, from, to, width, grain, timeZone, signal}),
    other && read({series, from: other.from, to: other.to, width, grain, timeZone, signal})
  ]);
  return {steps, compared: other && before && {...other, steps: before}};
}

/** The figures as lines: the mean between the lowest and the highest reading, and the period before in grey. */
export function drawFigures(
  {steps, compared}: SeriesFigures,
  {
    series,
    from,
    to,
    marks,
    zero = false
  }: {series: NamedSeries; from: number; to: number; marks: readonly Mark[]; zero?: boolean}
): Picture["draw"] {
  const rows = rowsOf(steps);
  const within = steps.calendar ? rows : rows.filter(({time}) => time >= from && !cutOff(time, steps.step, to));
  const mean = {label: compared ? "This period" : "Mean", points: within.map(({time, mean}) => ({time, value: mean}))};
  const before = compared && {
    label: "Before",
    color: "var(--context)",
    points: rowsOf(compared.steps).map(({time, mean}) => ({time: compared.onto(time), value: mean}))
  };
  return {
    lines: before ? [before, {...mean, color: "var(--series-1)"}] : [mean],
    range: compared || isEvery(steps) ? [] : within.map(({time, min, max}) => ({time, lo: min, hi: max})),
    domain: [Math.min(from, within[0]?.time ?? from), to],
    marks,
    unit: series.unit,
    zero,
    maxGap: 3 * Math.max(steps.step, usualGap(steps.time))
  };
}

/** What the figures say, and the table behind them. */
export function describeFigures(
  figures: SeriesFigures,
  {series: {label, unit}, filters}: {series: NamedSeries; filters: Filters}
): Omit<Picture, "draw"> {
  const {steps, compared} = figures;
  const rows = rowsOf(steps);
  return {
    title: rows.length
      ? finding(label, unit, figures, inPeriod(filters))
      : `${label}: no readings ${inPeriod(filters)}`,
    subtitle: `${unit}; ${meaning(steps)}${
      compared
        ? `; ${compared.label} in grey`
        : isEvery(steps)
          ? ""
          : " (line) between the lowest and the highest reading (grey)"
    }`,
    table: {
      rows: rows.reverse(),
      columns: [
        {label: "From", value: ({time}) => time, show: ({time}) => formatDateTime(time), kind: "nowrap"},
        {label: `Mean, ${unit}`, value: ({mean}) => mean, kind: "number"},
        {label: "Lowest", value: ({min}) => min, kind: "number"},
        {label: "Highest", value: ({max}) => max, kind: "number"}
      ]
    }
  };
}

/** Whether a step of hours or days reaches beyond the end: a night alone would pass for a low day. */
const cutOff = (time: number, step: number, to: number): boolean => step > 3_600_000 && time + step > to + 60_000;

function finding(label: string, unit: string, {steps, compared}: SeriesFigures, period: string): string {
  const mean = meanOf(steps);
  const said = `${label} averaged ${formatNumber(mean)} ${unit} ${period}`;
  const before = compared ? meanOf(compared.steps) : Number.NaN;
  if (!(before > 0)) return said;
  const change = mean / before - 1;
  if (Math.abs(change) < 0.001) return `${said}, as in ${compared!.label}`;
  return `${said}, ${formatPercent(Math.abs(change))} ${change < 0 ? "below" : "above"} ${compared!.label}`;
}

const meaning = (steps: SeriesSteps): string =>
  isEvery(steps) ? "every reading" : `${stepName(steps as ChosenStep)} means`;

/** Whether steps are single readings. */
const isEvery = ({measures: {n}}: SeriesSteps): boolean => n.length > 0 && n.every((count) => count === 1);

const rowsOf = ({time, measures: {mean, min, max}}: SeriesSteps): StepRow[] =>
  Array.from(time, (at, i) => ({time: at, mean: mean[i]!, min: min[i]!, max: max[i]!}));

function meanOf({measures: {mean, n}}: SeriesSteps): number {
  const weight = n.reduce((sum, count) => sum + count, 0);
  return mean.reduce((sum, value, i) => sum + value * n[i]!, 0) / weight;
}

/** The middle one of the distances between rows, ms. */
function usualGap(time: Float64Array): number {
  const gaps = time.subarray(1).map((at, i) => at - time[i]!);
  return gaps.length ? gaps.sort()[gaps.length >> 1]! : 0;
}
