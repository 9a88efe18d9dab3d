import type {TimeFrame} from "./time-frame.js";
import type {Brush} from "./time-series-data.js";

type Span = [from: number, to: number];

/** Where the axis of time of a brushable chart stands. */
export type BrushFrame = Pick<TimeFrame, "x" | "domain" | "margins" | "width" | "height">;

const frames = new WeakMap<Element, BrushFrame>();
const shortest = 60_000;
const keyHelp =
  "Arrow keys move along the time, plus and minus zoom, Escape goes back. Drag to zoom, drag the axis to move.";

/** The frame that a brushable chart stands in now. */
export const frameOf = (chart: Element): BrushFrame | undefined => frames.get(chart);

/** Tells a chart that it stands in another frame now. */
export const setFrame = (chart: Element, frame: BrushFrame): void => void frames.set(chart, frame);

/** Lets a reader choose a span on a chart: a drag marks it, a drag of the axis moves it, keys do both. */
export function brushable(chart: SVGSVGElement, frame: BrushFrame, brush: Brush): SVGSVGElement {
  setFrame(chart, frame);
  chart.classList.add("brushable");
  chart.tabIndex = 0;
  chart.setAttribute("aria-description", keyHelp);
  chart.addEventListener("pointerdown", (event) => press(chart, event, brush), {capture: true});
  chart.addEventListener("pointermove", ({offsetY}) => {
    const {height, margins} = frames.get(chart)!;
    chart.classList.toggle("over-axis", offsetY > height - margins.marginBottom);
  });
  chart.addEventListener("dblclick", () => brush.reset());
  chart.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") brush.reset();
    else {
      const span = keyed(event.key, brush.asked?.() ?? frames.get(chart)!.domain);
      if (!span) return;
      brush.change(...span);
    }
    event.preventDefault();
  });
  brush.drawn?.(chart);
  return chart;
}

/** The span that a key leads to. */
export function keyed(key: string, [from, to]: readonly [number, number]): Span | null {
  const length = to - from;
  const around = (wanted: number): Span => {
    const cut = wanted < shortest ? 0 : (length - wanted) / 2;
    return [from + cut, to - cut];
  };
  if (key === "ArrowLeft") return [from - length / 4, to - length / 4];
  if (key === "ArrowRight") return [from + length / 4, to + length / 4];
  if (key === "+" || key === "=") return around(length / 2);
  if (key === "-" || key === "_") return around(length * 2);
  return null;
}

function press(chart: SVGSVGElement, event: PointerEvent, brush: Brush): void {
  if (event.button !== 0 || !event.isPrimary) return;
  const {left, top} = chart.getBoundingClientRect();
  const frame = frames.get(chart)!;
  const start = event.clientX - left;
  const moves = event.clientY - top > frame.height - frame.margins.marginBottom;
  // a press would otherwise hold the tip where it is
  event.stopImmediatePropagation();
  chart.focus({preventScroll: true});
  const gesture = moves ? moving(frame, start, brush) : marking(chart, frame, start, brush);
  let dragged = false;

  const follow = ({clientX}: PointerEvent) => {
    const x = clientX - left;
    if (!dragged && Math.abs(x - start) > 4) {
      dragged = true;
      chart.setPointerCapture(event.pointerId);
      hideTip(chart);
    }
    if (dragged) gesture.drag(x);
  };
  const end = (kept: boolean) => {
    for (const stop of stops) stop();
    if (dragged) gesture.end(kept);
  };
  const stops = [
    listen(chart, "pointermove", follow),
    listen(chart, "pointerup", () => end(true)),
    listen(chart, "pointercancel", () => end(false)),
    listen(chart, "keydown", ({key}) => key === "Escape" && end(false))
  ];
}

/** A tip goes when the pointer leaves the chart. */
const hideTip = (chart: Element) => chart.dispatchEvent(new PointerEvent("pointerleave", {pointerType: "mouse"}));

function listen<Name extends keyof SVGElementEventMap>(
  chart: SVGSVGElement,
  name: Name,
  listener: (event: SVGElementEventMap[Name]) => void
): () => void {
  // ahead of the chart's own, which would show a tip or go back
  const own = (event: SVGElementEventMap[Name]) => {
    event.stopImmediatePropagation();
    listener(event);
  };
  chart.addEventListener(name, own, {capture: true});
  return () => chart.removeEventListener(name, own, {capture: true});
}

function marking(chart: SVGSVGElement, {x, margins, width}: BrushFrame, start: number, brush: Brush) {
  const clamp = (at: number) => Math.min(width - margins.marginRight, Math.max(margins.marginLeft, at));
  let span: Span | null = null;
  const mark = (marked: Span | null) => {
    markSpan(chart, marked);
    brush.mark?.(marked);
  };
  return {
    drag(at: number) {
      const ends = [x.invert(clamp(start)), x.invert(clamp(at))].map(Number).sort((a, b) => a - b) as Span;
      span = ends;
      mark(span);
    },
    end(kept: boolean) {
      mark(null);
      if (kept && span && span[1] - span[0] >= shortest) brush.change(...span);
    }
  };
}

function moving({x, domain: [from, to]}: BrushFrame, start: number, brush: Brush) {
  let span: Span = [from, to];
  return {
    drag(at: number) {
      const by = Number(x.invert(start)) - Number(x.invert(at));
      span = [from + by, to + by];
      brush.move?.(...span);
    },
    end(kept: boolean) {
      if (kept) brush.change(...span);
      else brush.move?.(from, to);
    }
  };
}

/** Shows a span as marked, or none. */
export function markSpan(chart: Element, span: Span | null): void {
  const known = chart.querySelector(":scope > .time-mark");
  if (!span) {
    known?.remove();
    return;
  }
  const {x, margins, width, height} = frames.get(chart)!;
  const within = (at: number) => Math.min(width - margins.marginRight, Math.max(margins.marginLeft, at));
  const mark = known ?? chart.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "rect"));
  const [left, right] = [within(x(span[0])), within(x(span[1]))];
  const place = {
    x: left,
    y: margins.marginTop,
    width: right - left,
    height: height - margins.marginTop - margins.marginBottom
  };
  mark.setAttribute("class", "time-mark");
  for (const [name, value] of Object.entries(place)) mark.setAttribute(name, String(Math.max(0, value)));
}
