import {optionName} from "../../loaders/forecast/models/index.ts";
import {fewestPooled, type Pool, poolTrees} from "../../loaders/forecast/models/pooled-trees.ts";
import type {Regular} from "../../loaders/forecast/regular.ts";

const named = optionName({name: "pooled trees"});

export interface PoolOptions {
  /** Name of the model that was asked for: other than `auto` and `all`, only pooled trees take a pool. */
  model: string;
  /** Steps ahead by step. */
  ahead: (step: number) => number;
}

/**
 * What is learnt from all series of each step together, by step; none where they are too few. Throws when pooled trees
 * were asked for and cannot be had.
 */
export async function poolsOf(
  histories: Regular[],
  {model, ahead}: PoolOptions,
  {show}: {show: (line: string) => void}
): Promise<Map<number, Pool>> {
  const pools = new Map<number, Pool>();
  if (![named, "auto", "all"].includes(model)) return pools;
  for (const step of new Set(histories.map((history) => history.step))) {
    const group = histories.filter((history) => history.step === step);
    show(`learn from ${group.length} series together`);
    const pool = group.length < fewestPooled ? null : await poolTrees(group, ahead(step));
    if (pool) pools.set(step, pool);
    else if (model === named)
      throw new Error(
        `too few series for ${named}: ${group.length} (it takes ${fewestPooled}, of three weeks or more)`
      );
  }
  return pools;
}
