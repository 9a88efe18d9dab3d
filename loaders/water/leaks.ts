import {leakNow} from "../outliers/leak.ts";
import {against, number, quantity} from "../outliers/words.ts";
import {round} from "../round.ts";
import type {Plant} from "./observe-plant.ts";
import type {Leak} from "./outliers-payload.ts";
import {plantNights} from "./plant-nights.ts";

/** Series whose night flow is raised now, the largest excess first. */
export function leaks(plant: Plant, dayName: (time: number) => string): Leak[] {
  return plant.series
    .filter((one) => one.quantity === "flow")
    .flatMap((one) => {
      const leak = leakNow(plantNights(one, plant));
      if (!leak) return [];
      const {series, label, unit} = one;
      const {stage, value, reference, size, volume, since, nights} = leak;
      return {
        series,
        label,
        unit,
        stage,
        value: round(value)!,
        reference: round(reference)!,
        size: round(size)!,
        volume: round(volume)!,
        since,
        reason:
          `About ${quantity(size, unit)} more than the ${number(reference)} usual at night ` +
          `(${against(value, reference)}), since ${dayName(since)}, ${nights} nights ago.`
      };
    })
    .sort((a, b) => b.size - a.size);
}
