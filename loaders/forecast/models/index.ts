import type {Model} from "../model.ts";
import {calendarRidge} from "./calendar-ridge.ts";
import {decomposition} from "./decomposition.ts";
import {dlinear} from "./dlinear.ts";
import {holtWinters} from "./holt-winters.ts";
import {lstm} from "./lstm.ts";
import {mstl} from "./mstl.ts";
import {profile, steadyProfile} from "./profile.ts";
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
export const models: readonly Model[] = [...quickModels, decomposition, calendarRidge, trees] as readonly Model[];

/** Neural networks: minutes for a series, and TensorFlow.js to learn with. */
export const networks: readonly Model[] = [dlinear, lstm] as readonly Model[];

/** Models that made no blend better in tests, and are there to be named. */
export const others: readonly Model[] = [theta, mstl] as readonly Model[];

export const everyModel: readonly Model[] = [...models, ...others, ...networks];

/** The models that a name asks for: `auto` for those to choose from, `all` for networks too, or one by its own name. */
export function modelsNamed(name: string): readonly Model[] {
  if (name === "auto") return models;
  return name === "all" ? [...models, ...networks] : everyModel.filter((model) => optionName(model) === name);
}

/** How a model is named on a command line. */
export const optionName = ({name}: Pick<Model, "name">): string => name.toLowerCase().replaceAll(" ", "-");
