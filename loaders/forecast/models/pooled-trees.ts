import {rollingOrigins} from "../backtest.ts";
import {type Examples, examplesOf} from "../examples.ts";
import {reachOf} from "../features.ts";
import {fillGaps} from "../fill-gaps.ts";
import {type Boosted, type BoostOptions, boost} from "../gradient-boosting.ts";
import type {Model} from "../model.ts";
import {head, type Regular, seasonsOf} from "../regular.ts";
import {SmoothedFeatures, smoothed, smoothedReach, smoothedWidth} from "../smoothed-features.ts";
import {holtWinters} from "./holt-winters.ts";
import {forecastResiduals, type ResidualTrees} from "./residual-trees.ts";

/** Trees learnt from a group of series of one step. Plain data. */
export interface Pool {
  step: number;
  trees: Boosted;
}

/** Series that a pool takes at least. */
export const fewestPooled = 5;
const fewestWeeks = 3;

export interface PoolOptions extends BoostOptions {
  /** Examples of all series together, at most. */
  most?: number;
}

/** Whether a history is long enough to learn from with others, and its steps few enough in a day. */
function suitsPool({values, step}: Regular): boolean {
  const {day, week} = seasonsOf(step);
  return day >= 4 && day <= 96 && values.length >= fewestWeeks * week;
}

/**
 * Learns trees from a group of series of one step, with as many examples of each as they share evenly. Of each series
 * only what came before the first origin of its backtest counts, so that no trial has seen what it is judged by. Gaps are
 * allowed, columns known beside a series play no part. null where fewer than five series are long enough.
 *
 * Pooling after Montero-Manso and Hyndman (2021).
 */
export async function poolTrees(
  group: Regular[],
  horizon: number,
  {most = 50_000, depth = 7, ...options}: PoolOptions = {}
): Promise<Pool | null> {
  const histories = group.map((series) => fillGaps(alone(series))).filter(suitsPool);
  if (histories.length < fewestPooled) return null;
  const examples: Examples[] = [];
  for (const history of histories)
    examples.push(await examplesBefore(history, horizon, Math.ceil(most / histories.length)));
  const {step} = histories[0]!;
  return {step, trees: boost({...joined(examples), width: smoothedWidth()}, {depth, ...options})};
}

/** Examples from before the first origin of a backtest. */
async function examplesBefore(series: Regular, horizon: number, most: number): Promise<Examples> {
  const [origin = series.values.length] = rollingOrigins(series.values.length, series.step, {horizon});
  const history = head(series, origin);
  const from = smoothed(history, horizon, await holtWinters.fit(history, horizon));
  const half = Math.floor(from.z.length / 2);
  return examplesOf(from, horizon, {
    most,
    reach: Math.max(smoothedReach(series.step), Math.min(reachOf(series.step), half)),
    width: smoothedWidth(),
    at: (place) => new SmoothedFeatures(from, place)
  });
}

/**
 * What `residualTrees` is for one series, with trees learnt from many: they know what a short history has not shown.
 * Without a pool it forecasts with what was learnt before.
 */
export const pooledTrees = (pool: Pool | null = null): Model<ResidualTrees> => ({
  name: "pooled trees",
  about: "gradient-boosted trees learnt from many series at once",
  suits: (history) => pool?.step === history.step && suitsPool(history),
  async fit(history, horizon) {
    if (!pool) throw new Error(`pooled trees take ${fewestPooled} series or more`);
    return {rates: await holtWinters.fit(history, horizon), trees: pool.trees};
  },
  forecast: (state, history, horizon) => forecastResiduals(state, alone(history), horizon)
});

const alone = ({start, step, values}: Regular): Regular => ({start, step, values});

function joined(parts: Examples[]): Examples {
  const features = new Float64Array(parts.reduce((sum, part) => sum + part.features.length, 0));
  const targets = new Float64Array(parts.reduce((sum, {rows: own}) => sum + own, 0));
  let [row, at] = [0, 0];
  for (const part of parts) {
    features.set(part.features, at);
    targets.set(part.targets, row);
    at += part.features.length;
    row += part.rows;
  }
  return {rows: targets.length, features, targets};
}
