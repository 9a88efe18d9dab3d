import type {LeaderRow} from "./leaderboard.js";

interface Candidate {
  model: string;
  mae: number;
  said: readonly number[];
  errorByStep: readonly number[];
}

interface Forecast {
  model: string;
  newest: {actual: readonly (number | null)[]} | null;
  candidates: readonly Candidate[];
}

const naive = "seasonal naive";
const trendSteps = 24;

/**
 * Models by their error at the newest origin of the backtest, as a share of what repeating the day before errs there:
 * the median over all forecasts. Before: the same over all origins. The trend is the error over how far ahead, from the
 * first step to the last.
 */
export function modelStandings(forecasts: readonly Forecast[]): LeaderRow[] {
  const judged = forecasts.flatMap((forecast) => {
    const base = forecast.candidates.find(({model}) => model === naive);
    const actual = forecast.newest?.actual;
    return base && actual ? [{...forecast, actual, base}] : [];
  });
  const names = new Set(judged.flatMap(({candidates}) => candidates.map(({model}) => model)));
  return Array.from(names).flatMap((name) => {
    const own = judged.flatMap(({candidates, base, actual}) => {
      const one = candidates.find(({model}) => model === name);
      return one ? [{one, base, actual}] : [];
    });
    const value = median(own.map(({one, base, actual}) => errorOf(one.said, actual) / errorOf(base.said, actual)));
    const before = median(own.map(({one, base}) => one.mae / base.mae));
    if (value === null) return [];
    const trend = Array.from({length: trendSteps}, (_, i) =>
      median(own.map(({one, base}) => (one.errorByStep[stepAt(one.errorByStep.length, i)] ?? Number.NaN) / base.mae))
    );
    const used = judged.filter(({model}) => model === name).length;
    const note = [
      ...(used ? [`used ${used} of ${judged.length}`] : []),
      ...(own.length < judged.length ? [`tried on ${own.length}`] : [])
    ].join(", ");
    return [{name, value, before, trend, note, tone: used ? "accent" : "context"} as const];
  });
}

const stepAt = (steps: number, i: number): number => Math.round((i / (trendSteps - 1)) * (steps - 1));

function errorOf(said: readonly number[], actual: readonly (number | null)[]): number {
  const errors = actual.flatMap((value, i) => (value === null ? [] : [Math.abs(value - said[i]!)]));
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

function median(values: readonly number[]): number | null {
  const known = values.filter(Number.isFinite).sort((a, b) => a - b);
  const {length} = known;
  return length ? (known[(length - 1) >> 1]! + known[length >> 1]!) / 2 : null;
}
