import type {Regular} from "../../loaders/forecast/regular.ts";
import {noise} from "../../tests/support/waves.ts";

/** Nine months. */
const rows = 394_200;

/** Flow and pressure by the minute, as a plant's sensors give them: a day, a week, and noise that lasts. */
export function minuteSeries(): {name: string; series: Regular}[] {
  const random = noise(1);
  return ["flow", "pressure"].map((name) => {
    let drift = 0;
    const values = Float64Array.from({length: rows}, (_, i) => {
      drift = 0.98 * drift + random();
      const day = Math.sin((2 * Math.PI * i) / 1440) + 0.4 * Math.sin((4 * Math.PI * i) / 1440);
      const weekend = Math.floor(i / 1440) % 7 >= 5 ? 0.85 : 1;
      return (name === "flow" ? 200 + 100 * day : 40 - 8 * day) * weekend + 0.5 * drift;
    });
    return {name, series: {start: Date.UTC(2026, 0, 5), step: 60_000, values}};
  });
}
