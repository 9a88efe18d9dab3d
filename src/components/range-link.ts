import {type Filters, resetRange, setRange} from "./filters.js";
import type {Brush} from "./time-series-data.js";

/** A chart that follows the range of its page. */
export interface Follower {
  /** It is forgotten once it has left the page. */
  element: Element;
  /** Shows what the filters say. */
  follow(filters: Filters): void;
  /** Shows a span while it is being dragged; UTC ms. */
  move(from: number, to: number): void;
  /** Marks a span that is being chosen, or none. */
  mark(span: [from: number, to: number] | null): void;
}

/** What ties charts to the filter bar of their page, and to each other. */
export interface RangeLink {
  /** What the filters say now. */
  readonly filters: Filters;
  /** Whether they leave the page's own range, steps and comparison. */
  readonly untouched: boolean;
  /** Drags on any of the charts, for all of them. */
  brush: Brush;
  add(follower: Follower): void;
}

/**
 * Links charts to a filter bar: a range that is chosen on one of them, or in the bar, is shown by all. Drags are told
 * once between two frames.
 *
 * @param defaultRange the range that the page's own figures show, as the bar was given it
 */
export function rangeLink(
  bar: HTMLElement & {value: Filters},
  {defaultRange}: {defaultRange: string},
  {set = setRange, reset = resetRange, frame = (run: () => void): unknown => requestAnimationFrame(run)} = {}
): RangeLink {
  const followers = new Set<Follower>();
  const seen = new WeakSet<Follower>();
  let waiting: ((follower: Follower) => void) | null = null;

  const tell = (say: (follower: Follower) => void) => {
    for (const follower of followers) {
      if (follower.element.isConnected) seen.add(follower);
      else if (seen.has(follower)) followers.delete(follower);
      if (followers.has(follower)) say(follower);
    }
  };
  const tellSoon = (say: (follower: Follower) => void) => {
    if (!waiting)
      frame(() => {
        const last = waiting;
        waiting = null;
        if (last) tell(last);
      });
    waiting = say;
  };

  bar.addEventListener("input", () => tell((follower) => follower.follow(bar.value)));
  const untouched = () => {
    const {range, grain, compare} = bar.value;
    return range === defaultRange && grain === "auto" && compare === "none";
  };
  return {
    get filters() {
      return bar.value;
    },
    get untouched() {
      return untouched();
    },
    brush: {
      change(from, to) {
        waiting = null;
        tell((follower) => follower.mark(null));
        set(from, to);
      },
      reset,
      asked: () => (untouched() ? null : [bar.value.from, bar.value.to]),
      mark: (span) => tellSoon((follower) => follower.mark(span)),
      move: (from, to) => tellSoon((follower) => follower.move(from, to))
    },
    add: (follower) => void followers.add(follower)
  };
}
