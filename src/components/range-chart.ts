import {html} from "npm:htl";
import {type ChartOptions, chart} from "./chart.js";
import type {Filters} from "./filters.js";
import {latestOnly} from "./latest-only.js";
import type {RangeLink} from "./range-link.js";
import type {ReadSeries} from "./read-series.js";
import {redrawQueue} from "./redraw-queue.js";
import {describeFigures, drawFigures, type NamedSeries, readFigures, type SeriesFigures} from "./series-picture.js";
import {frameOf, markSpan} from "./time-brush.js";
import {drawLive} from "./time-live.js";
import {timeSeries} from "./time-series.js";
import type {Mark, TimeSeriesOptions} from "./time-series-data.js";

export interface RangeChartOptions<Row> {
  series: NamedSeries;
  link: RangeLink;
  read: ReadSeries;
  /** Findings of the series within a span, to be marked. */
  findings?: (series: string, span: {from: number; to: number; signal: AbortSignal}) => Promise<Mark[]>;
  height?: number;
  /** Whether the axis starts at zero. */
  zero?: boolean;
  /** The page's own range, from figures that the page has already. */
  first: Omit<ChartOptions<Row>, "render" | "height"> & {draw: Omit<TimeSeriesOptions, "brush">};
}

const queue = redrawQueue();
const slowMs = 300;

/** A marked span is read ahead from this part of the chart on: every mark begins with spans that nobody wants. */
const aheadFrom = 0.05;

/**
 * A series over the range of its page: at first from the page's own figures, then from what is read for the range that the
 * reader chooses. It keeps its place; while it reads it says so, and what fails leaves the picture as it was.
 */
export function rangeChart<Row>({
  series,
  link,
  read,
  findings,
  height = 300,
  zero = false,
  first
}: RangeChartOptions<Row>): HTMLElement {
  const status = html`<p class="chart-status" role="status"></p>`;
  const element = html`<div class="range-chart"></div>`;
  let picture: SVGSVGElement | null = null;
  let latest: AbortController | null = null;

  function show<Shown>({draw, ...options}: Omit<ChartOptions<Shown>, "render" | "height"> & {draw: TimeSeriesOptions}) {
    const focused = element.contains(document.activeElement) && document.activeElement === picture;
    const open = element.querySelector("details")?.open ?? false;
    let drawn = false;
    const figure = chart({
      ...options,
      height,
      render(width, height) {
        picture = timeSeries({...draw, brush: link.brush}, width, height) as SVGSVGElement;
        if (focused && !drawn) requestAnimationFrame(() => picture?.focus({preventScroll: true}));
        drawn = true;
        return picture;
      }
    });
    if (open) figure.querySelector("details")?.setAttribute("open", "");
    figure.querySelector("figcaption")!.append(status);
    element.replaceChildren(figure);
  }

  const width = (): number => {
    const [left = 0, right = 0] = (picture && frameOf(picture)?.x.range()) ?? [];
    return right - left || Math.max(240, element.clientWidth - 120);
  };

  async function figures(filters: Filters, signal: AbortSignal): Promise<SeriesFigures & {marks: Mark[]}> {
    const {from, to} = filters;
    const [found, marks] = await Promise.all([
      readFigures(read, {series: series.id, filters, width: width(), signal}),
      findings?.(series.id, {from, to, signal}) ?? []
    ]);
    return {...found, marks};
  }

  const drawing = ({marks, ...found}: SeriesFigures & {marks: Mark[]}, {from, to}: {from: number; to: number}) =>
    drawFigures(found, {series, from, to, marks, zero});

  async function follow(filters: Filters): Promise<void> {
    latest?.abort();
    queue.drop(element);
    moves.drop();
    marks.drop();
    if (link.untouched) {
      say("");
      return show(first);
    }
    const turn = new AbortController();
    latest = turn;
    const slow = setTimeout(() => latest === turn && say(`Reading ${series.label} …`), slowMs);
    try {
      const found = await figures(filters, turn.signal);
      if (latest !== turn) return;
      const draw = drawing(found, filters);
      const full = () => show({...describeFigures(found, {series, filters}), draw});
      if (picture?.isConnected) {
        drawLive(picture, draw);
        queue.put(element, full);
      } else full();
      say("");
    } catch (error) {
      if (latest !== turn) return;
      say(`${series.label} was not read: ${reason(error)}. Choose the range again to try once more.`, true);
    } finally {
      clearTimeout(slow);
    }
  }

  type Span = [from: number, to: number];
  const spanned = async ([from, to]: Span) => {
    const filters = {...link.filters, from, to, range: "custom"};
    return drawing(await figures(filters, new AbortController().signal), filters);
  };

  /** Follows a drag as fast as figures come. */
  const moves = latestOnly(
    async (span: Span) => {
      const draw = await spanned(span);
      if (picture?.isConnected) drawLive(picture, draw);
    },
    (error) => say(`${series.label} was not read: ${reason(error)}.`, true)
  );

  /** Reads what a marked span needs while it is being marked; a failure shows when it is chosen. */
  const marks = latestOnly(
    async (span: Span) => void (await spanned(span)),
    () => {}
  );

  function mark(span: Span | null): void {
    const frame = picture && frameOf(picture);
    if (!frame) return;
    markSpan(picture!, span);
    const [from, to] = frame.domain;
    if (span && span[1] - span[0] >= (to - from) * aheadFrom) marks.put(span);
  }

  function say(text: string, failed = false): void {
    status.textContent = text;
    status.classList.toggle("failed", failed);
  }

  link.add({
    element,
    follow: (filters) => void follow(filters),
    move: (from, to) => moves.put([from, to]),
    mark
  });
  if (link.untouched) show(first);
  else {
    const {from, to} = link.filters;
    show({title: series.label, subtitle: series.unit, draw: {lines: [], unit: series.unit, domain: [from, to], zero}});
    // how long steps have to be depends on the width, which is known once the chart has its place
    const placed = new ResizeObserver(() => {
      if (!element.clientWidth) return;
      placed.disconnect();
      void follow(link.filters);
    });
    placed.observe(element);
  }
  return element;
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
