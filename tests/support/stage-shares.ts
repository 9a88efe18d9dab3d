import {deriveCriteria, type JudgeOptions, judge} from "../../loaders/outliers/criteria.ts";
import {stageLevels} from "../../loaders/outliers/stage.ts";
import type {cleanNoise} from "./clean-noise.ts";

const perDay = 144;

/** By stage, the share of noise outside its bounds in units of the nominal share; criteria are those of the past by hour. */
export function stageShares(
  noise: (typeof cleanNoise)[string],
  {seed = 1, past = 6000, rows = 60_000, ...options}: {seed?: number; past?: number; rows?: number} & JudgeOptions = {}
): number[] {
  const next = noise(seed, perDay);
  const values = Float64Array.from({length: past + rows}, () => 50 + next());
  const hours = Uint8Array.from(values, (_, i) => ((i % perDay) * 24) / perDay);
  const criteria = deriveCriteria(values.subarray(0, past), hours, 24);
  const {stages} = judge(values.subarray(past), (row) => criteria[hours[past + row]!], options);
  return stageLevels.map((level, k) => stages.filter((stage) => stage > k).length / rows / (1 - level));
}
