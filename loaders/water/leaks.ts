import {leakNow} from "../outliers/leak.ts";
import {nightFlow} from "../outliers/night-flow.ts";
import {against, number, quantity} from "../outliers/words.ts";
import {round} from "../round.ts";
import type {Plant} from "./observe-plant.ts";
import type {Leak} from "./outliers-payload.ts";

/** Series whose night flow is raised now, the largest excess first. */
export function leaks({series, period}: Plant, dayName: (time: number) => string): Leak[] {
  return series
    .filter((one) => one.quantity === "flow")
    .flatMap(({series, label, unit, tenMinutes, offset}) => {
      const leak = leakNow(nightFlow(tenMinutes, offset, period.to));
      if (!leak) return [];
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
