import type {Model} from "../model.ts";
import {profile} from "./profile.ts";
import {ridge} from "./ridge.ts";
import {seasonalNaive} from "./seasonal-naive.ts";
import {weeklyNaive} from "./weekly-naive.ts";

/** Every model that `chooseForecast` tries; of equals the first wins, so the simplest stand first. */
export const models: readonly Model[] = [seasonalNaive, weeklyNaive, profile, ridge] as readonly Model[];
