import {median} from "../math/quantile.ts";

/** One night as references see it. */
export interface PastNight {
  minimum: number | null;
  /** What customers drew in the daytime of late: flow above the minimum. */
  draw: number | null;
  stage: number;
}

/** What the mean of the last three nights is expected to be, and by how much that may err (standard deviation). */
export interface Expectation {
  reference: number;
  error: number;
}

/** Nights that a reference is drawn from, and how long before the present one they end: a leak does not teach it. */
const [count, lag] = [28, 14];
/** Nights that tell how minima follow draws and how far expectations err; how many errors suffice. */
const [memory, leastErrors] = [112, 28];
/** References are never surer than to a hundredth. */
const leastError = 0.01;
/** By how much (standard deviation) it may be wrong to presume that minima follow draws in full. */
const presumption = 0.3;
/** Errors are known from few nights that overlap: with this, stages keep their shares. */
const widening = 1.2;

/**
 * The median of 28 nights that ended two weeks ago, moved with the season: by as much as minima have followed what was
 * drawn in daytime, which no leak changes (flow above the minimum). Nights in alarm are left out while half the number is
 * at hand without them. `draw` is the present one; `errors` of the past, as shares of their references, say how wrong
 * that has been. Null while fewer than 14 nights are known and where nothing flows.
 */
export function expectedNight(nights: PastNight[], draw: number | null, errors: number[]): Expectation | null {
  const known = nights
    .slice(0, Math.max(0, nights.length - lag + 1))
    .flatMap(toPoint)
    .slice(-memory);
  const recent = quietOf(known.slice(-2 * count)).slice(-count);
  const chosen = recent.length >= count / 2 ? recent : known.slice(-count);
  if (chosen.length < count / 2) return null;
  const share = draw === null ? 0 : following(quietOf(known));
  const now = share === 0 ? 0 : Math.log(draw!);
  const rests = chosen.map(({x, y}) => y - share * (Number.isNaN(x) ? now : x));
  const center = median(rests);
  const scatter = 1.4826 * median(rests.map((rest) => Math.abs(rest - center)));
  const error = deviationOf(errors) ?? scatter * Math.sqrt(1 / 3 + 1 / chosen.length);
  const reference = Math.exp(center + share * now);
  return {reference, error: widening * Math.max(leastError, error) * reference};
}

const quietOf = (nights: Point[]): Point[] => nights.filter(({stage}) => stage < 2);

/** Robust standard deviation of the errors up to two weeks ago; null where they are few. */
function deviationOf(errors: number[]): number | null {
  const past = errors.slice(0, Math.max(0, errors.length - lag)).slice(-memory);
  return past.length < leastErrors ? null : 1.4826 * median(past.map(Math.abs));
}

interface Point {
  /** Logarithms of draw (NaN where unknown) and minimum. */
  x: number;
  y: number;
  stage: number;
}

const toPoint = ({minimum, draw, stage}: PastNight): Point[] =>
  minimum !== null && minimum > 0
    ? [{x: draw === null ? Number.NaN : Math.log(draw), y: Math.log(minimum), stage}]
    : [];

/**
 * The share of a change in draws, in [0, 1], that minima follow: the slope of a line by three rounds of reweighted least
 * squares (Huber 1964), drawn towards what is presumed (in full) as far as its own error is larger than that may be wrong.
 */
function following(nights: Point[]): number {
  const points = nights.filter(({x}) => !Number.isNaN(x));
  const weights = new Float64Array(points.length).fill(1);
  let share = 1;
  for (let round = 0; round < 3; round++) {
    const sum = (of: (point: Point) => number) =>
      points.reduce((total, point, i) => total + weights[i]! * of(point), 0);
    const total = sum(() => 1);
    const [centerX, centerY] = [sum(({x}) => x) / total, sum(({y}) => y) / total];
    const spreadX = sum(({x}) => (x - centerX) ** 2);
    if (points.length < count || !(spreadX > 0)) return 1;
    const slope = sum(({x, y}) => (x - centerX) * (y - centerY)) / spreadX;
    const off = points.map(({x, y}) => Math.abs(y - centerY - slope * (x - centerX)));
    const scatter = 1.4826 * median(off);
    share = 1 + (slope - 1) / (1 + scatter ** 2 / spreadX / presumption ** 2);
    for (let i = 0; i < off.length; i++) weights[i] = off[i]! > 0 ? Math.min(1, (1.5 * scatter) / off[i]!) : 1;
  }
  return Math.min(1, Math.max(0, share));
}
