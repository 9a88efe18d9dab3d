import type {CriteriaSeed} from "../../data/settings.ts";
import {normalQuantile} from "../math/normal.ts";
import type {Criterion} from "./criteria.ts";
import {stageLevels} from "./stage.ts";

const hoursOfWeek = 168;

/** Criteria of the 168 hours of the week; the stages' bounds lie as those of a normal distribution on either side do. */
export function seedCriteria({median, low, high}: CriteriaSeed): Criterion[] {
  const hours = median.length;
  if (![1, 24, hoursOfWeek].includes(hours)) throw new Error(`invalid seed: ${hours} medians (write 1, 24 or 168)`);
  for (const [name, bounds] of Object.entries({low, high}))
    if (bounds.length !== hours) throw new Error(`invalid seed: ${bounds.length} for ${name} (write ${hours})`);
  const seeds = median.map((middle, i) => {
    const range = `${low[i]} to ${high[i]}`;
    if (!(low[i]! <= middle && middle <= high[i]!)) throw new Error(`invalid seed: ${middle} is not within ${range}`);
    return {
      median: middle,
      low: reaches.map((reach) => middle - reach * (middle - low[i]!)),
      high: reaches.map((reach) => middle + reach * (high[i]! - middle))
    };
  });
  return Array.from({length: hoursOfWeek}, (_, hour) => seeds[hour % hours]!);
}

/** How far the bound of each stage lies from the median, in units of the first one. */
const deviates = stageLevels.map((level) => normalQuantile((1 + level) / 2));
const reaches = deviates.map((deviate) => deviate / deviates[0]!);
