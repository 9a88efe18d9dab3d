import type {Regular} from "../../loaders/forecast/regular.ts";
import {noise} from "./waves.ts";

/** When it begins: a Monday, 0:00 UTC. */
export const nightsStart = Date.UTC(2026, 0, 5);

/** Ten-minute means of a flow that varies from night to night, with a leak of a share of its night flow. */
export function nightsOfFlow({
  days,
  variation = 0.03,
  leakFrom = days,
  leak = 0,
  season = 0,
  seed = 1
}: {
  days: number;
  variation?: number;
  leakFrom?: number;
  leak?: number;
  season?: number;
  seed?: number;
}): Regular {
  const random = noise(seed);
  let night = 1;
  const values = Float64Array.from({length: days * 144}, (_, i) => {
    if (i % 144 === 72) night = 1 + variation * (random() + random() + random());
    const day = Math.floor(i / 144);
    const base = 50 * night * Math.exp(season * day) * (1.6 - Math.cos((2 * Math.PI * (i - 18)) / 144));
    return base + (day >= leakFrom ? 30 * leak : 0);
  });
  return {start: nightsStart, step: 600_000, values};
}
