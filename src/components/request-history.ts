import {type DelayCounts, delayQuantiles} from "./delay-counts.js";
import {type Grain, stepEdges} from "./grain.js";

export interface RequestData {
  /** Counts by the UTC hour from `start` on; `backlog` is what waited then. */
  hours: {start: number; backlog: number; requested: readonly number[]; processed: readonly number[]} | null;
  delays: {ratio: number; hours: DelayCounts; days: DelayCounts} | null;
}

export interface RequestStep {
  /** Start and end of the step, UTC ms. */
  time: number;
  end: number;
  requested: number;
  processed: number;
  /** Waiting at the step's end. */
  backlog: number;
}

/** Delays of the requests made in a step, minutes; what one is going to be more than where too many wait to know it. */
export interface DelayStep {
  time: number;
  p50: number | null;
  p95: number | null;
  over50: number | null;
  over95: number | null;
}

interface Period {
  from: number;
  to: number;
}

const hour = 3_600_000;

/** Requests of any period at any grain from the hour on, added up from hours; those at the ends count as a whole. */
export function requestHistory({hours, delays}: RequestData) {
  const start = hours?.start ?? 0;
  const requested = runningSum(hours?.requested ?? []);
  const processed = runningSum(hours?.processed ?? []);
  const last = requested.length - 1;
  const end = start + last * hour;
  const [first, beyond] = [Math.floor, Math.ceil].map(
    (round) => (time: number) => Math.min(last, Math.max(0, round((time - start) / hour)))
  ) as [(time: number) => number, (time: number) => number];
  const within = ({from, to}: Period) => ({from: Math.max(from, start), to: Math.min(to, end)});
  const between = (sums: readonly number[], a: number, b: number) => sums[b]! - sums[a]!;

  function count(period: Period) {
    const [a, b] = [first(period.from), beyond(period.to)];
    return {requested: between(requested, a, b), processed: between(processed, a, b)};
  }

  /** Delays by the hour where those are known, else by the day of the site. */
  const delaysOf = ({from}: Period) => (delays && from >= delays.hours.edges[0]! ? delays.hours : delays?.days);

  function quantiles(period: Period, counts = delaysOf(period)): DelayStep {
    const {from, to} = period;
    const steps = (counts?.edges ?? []).slice(0, -1).flatMap((time, i) => {
      const next = counts!.edges[i + 1]!;
      const middle = (time + next) / 2;
      // a day belongs to the step that holds its middle, an hour at an end to the period as it does in the counts
      return (counts === delays?.hours ? next > from && time < to : middle >= from && middle < to) ? [i] : [];
    });
    const [half, most] = counts ? delayQuantiles(counts, steps, [0.5, 0.95], delays!.ratio) : [];
    return {
      time: from,
      p50: half?.known ?? null,
      p95: most?.known ?? null,
      over50: half?.over ?? null,
      over95: most?.over ?? null
    };
  }

  function steps(period: Period, grain: Grain, zone: string): RequestStep[] {
    const known = within(period);
    if (known.to <= known.from) return [];
    const edges = stepEdges(grain, known, zone);
    return edges.slice(0, -1).map((time, i) => {
      const a = Math.max(first(known.from), first(time));
      const b = i === edges.length - 2 ? beyond(known.to) : first(edges[i + 1]!);
      return {
        time,
        end: edges[i + 1]!,
        requested: between(requested, a, b),
        processed: between(processed, a, b),
        backlog: hours!.backlog + requested[b]! - processed[b]!
      };
    });
  }

  return {
    /** Instants between which anything is known; null without requests. */
    known: hours ? {from: start, to: end} : null,
    /** The finest grain of the delays of a period. */
    delayGrain: (period: Period, grain: Grain): Grain =>
      grain === "hour" && delaysOf(period) !== delays?.hours ? "day" : grain,
    count,
    delay: (period: Period) => quantiles(period),
    steps,
    delaySteps(period: Period, grain: Grain, zone: string): DelayStep[] {
      const counts = delaysOf(period);
      return steps(period, grain, zone).map(({time, end}) => quantiles({from: time, to: end}, counts));
    }
  };
}

function runningSum(values: readonly number[]): number[] {
  const sums = [0];
  for (const value of values) sums.push(sums.at(-1)! + value);
  return sums;
}
