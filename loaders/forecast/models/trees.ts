import {examplesOf, seen, suitsCalendar} from "../examples.ts";
import {OriginFeatures, widthOf} from "../features.ts";
import {type Boosted, boost, boosted} from "../gradient-boosting.ts";
import type {Model} from "../model.ts";
import {unscaled} from "../scale.ts";

/**
 * Gradient-boosted trees on what is known of the calendar and of the last weeks, one set for all steps ahead, relative
 * to the mean of the last week, on a log scale where values are positive.
 */
export const trees: Model<Boosted> = {
  name: "trees",
  about: "gradient-boosted trees on calendar and recent weeks",
  suits: suitsCalendar,
  fit(history, horizon) {
    const known = seen(history, horizon);
    return boost({...examplesOf(known, horizon), width: widthOf(known)});
  },
  forecast(state, history, horizon) {
    const known = seen(history, horizon);
    const origin = new OriginFeatures(known, known.z.length);
    const row = new Float64Array(widthOf(known));
    const forecast = Float64Array.from({length: horizon}, (_, h) => {
      origin.write(h, row, 0);
      return origin.level + boosted(state, row);
    });
    return unscaled(known.scale, forecast, known.z);
  }
};
