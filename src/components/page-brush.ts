import {chosenFilters, resetRange, setRange} from "./filter-state.js";
import {frameOf, markSpan} from "./time-brush.js";
import type {Brush} from "./time-series-data.js";

/** The name of the chart that was being used by keys when it set the range, and is drawn anew for it. */
let used: string | null = null;

/**
 * Lets a chart that follows the filter bar set its range too. While a span is marked, the page's other charts mark it as well;
 * a chart that is used by keys keeps the focus when it is drawn anew.
 *
 * @param name tells the chart from others of its page
 */
export function pageBrush(name: string): Brush {
  let shown: SVGSVGElement | null = null;
  const keepFocus = () => {
    used = shown && document.activeElement === shown ? name : null;
  };
  return {
    change(from, to) {
      keepFocus();
      setRange(from, to);
    },
    reset() {
      keepFocus();
      resetRange();
    },
    asked() {
      const {span} = chosenFilters().chosen;
      return span ? [span.from, span.to] : null;
    },
    mark(span) {
      for (const chart of document.querySelectorAll(".brushable")) if (frameOf(chart)) markSpan(chart, span);
    },
    drawn(chart) {
      shown = chart;
      if (used !== name) return;
      used = null;
      requestAnimationFrame(() => chart.focus({preventScroll: true}));
    }
  };
}
