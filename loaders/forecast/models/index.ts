import type {Model} from "../model.ts";
import {calendarRidge} from "./calendar-ridge.ts";
import {profile} from "./profile.ts";
import {ridge} from "./ridge.ts";
import {seasonalNaive} from "./seasonal-naive.ts";
import {trees} from "./trees.ts";
import {weeklyNaive} from "./weekly-naive.ts";

/** Models that take well under a second for a series: what pages are built with. Of equals the first wins. */
export const quickModels: readonly Model[] = [seasonalNaive, weeklyNaive, profile, ridge] as readonly Model[];

/** Every model. */
export const models: readonly Model[] = [...quickModels, calendarRidge, trees] as readonly Model[];
