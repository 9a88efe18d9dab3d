import type {Model} from "../model.ts";
import {seasonsOf} from "../regular.ts";
import {repeatLast} from "./seasonal-naive.ts";

/** The week before, again; the day before where the history is shorter than a week. */
export const weeklyNaive: Model<null> = {
  name: "weekly naive",
  about: "the last week again",
  fit: () => null,
  forecast(_, history, horizon) {
    const {day, week} = seasonsOf(history.step);
    return repeatLast(history, history.values.length >= week ? week : day, horizon);
  }
};
