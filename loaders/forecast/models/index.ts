import type {Model} from "../model.ts";
import {calendarRidge} from "./calendar-ridge.ts";
import {decomposition} from "./decomposition.ts";
import {dlinear} from "./dlinear.ts";
import {holtWinters} from "./holt-winters.ts";
import {lstm} from "./lstm.ts";
import {mstl} from "./mstl.ts";
import {type Pool, pooledTrees} from "./pooled-trees.ts";
import {profile, steadyProfile} from "./profile.ts";
import {residualTrees} from "./residual-trees.ts";
import {ridge} from "./ridge.ts";
import {seasonalNaive} from "./seasonal-naive.ts";
import {theta} from "./theta.ts";
import {trees} from "./trees.ts";
import {weeklyNaive} from "./weekly-naive.ts";

/** Models that take well under a second for a series: what pages are built with. Of equals the first wins. */
export const quickModels: readonly Model[] = [
  seasonalNaive,
  weeklyNaive,
  profile,
  steadyProfile,
  ridge,
  holtWinters
] as readonly Model[];

/** What a table is forecast with, unless one is named. */
export const models: readonly Model[] = [
  ...quickModels,
  decomposition,
  calendarRidge,
  trees,
  residualTrees
] as readonly Model[];

/** Neural networks: minutes for a series, and TensorFlow.js to learn with. */
export const networks: readonly Model[] = [dlinear, lstm] as readonly Model[];

/** Models that made no blend better in tests, and are there to be named. */
export const others: readonly Model[] = [theta, mstl] as readonly Model[];

export const everyModel: readonly Model[] = [...models, ...others, pooledTrees() as Model, ...networks];

/**
 * The models that a name asks for: `auto` for those to choose from, `all` for networks too, or one by its own name. Trees
 * of a pool are among them all where there is one.
 */
export function modelsNamed(name: string, pool: Pool | null = null): readonly Model[] {
  const pooled = pooledTrees(pool) as Model;
  if (name === optionName(pooled)) return [pooled];
  const shared = pool ? [...models, pooled] : models;
  if (name === "auto") return shared;
  return name === "all" ? [...shared, ...networks] : everyModel.filter((model) => optionName(model) === name);
}

/** How a model is named on a command line. */
export const optionName = ({name}: Pick<Model, "name">): string => name.toLowerCase().replaceAll(" ", "-");
