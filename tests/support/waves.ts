import type {Regular} from "../../loaders/forecast/regular.ts";

/** Numbers in [-1, 1) that are the same in every run (mulberry32). */
export function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

export interface Waves {
  days: number;
  /** ms; an hour by default. */
  step?: number;
  level?: number;
  /** Amplitude of the noise as a share of the level. */
  jitter?: number;
  seed?: number;
}

/** A positive series with a day, a week (lower on two days) and noise; starts on a Monday, 00:00 UTC. */
export function waves({days, step = 3_600_000, level = 100, jitter = 0.05, seed = 1}: Waves): Regular {
  const random = noise(seed);
  const perDay = 86_400_000 / step;
  const values = Float64Array.from({length: days * perDay}, (_, i) => {
    const weekend = Math.floor(i / perDay) % 7 >= 5 ? 0.8 : 1;
    return level * weekend * (1 + 0.5 * Math.sin((2 * Math.PI * i) / perDay)) * (1 + jitter * random());
  });
  return {start: Date.UTC(2026, 0, 5), step, values};
}
