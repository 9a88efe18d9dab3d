const seed = 20240709;

/** A stream of random numbers, by name: equal names give equal numbers in every process. FNV-1a over seed and name. */
export function channel(name: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash | 0;
}

/** 32 random bits for a place in a channel: counter-based, so that any place can be asked for alone (MurmurHash3's finaliser). */
export function bits(channel: number, index: number): number {
  let hash = channel ^ Math.imul(index, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Uniform in [0, 1). */
export const uniform = (channel: number, index: number): number => bits(channel, index) / 2 ** 32;

/** About normal, mean 0, deviation 1, within ±3.5: the sum of four bytes. */
export function normal(channel: number, index: number): number {
  const b = bits(channel, index);
  return ((b & 255) + ((b >>> 8) & 255) + ((b >>> 16) & 255) + (b >>> 24) - 510) / 147.8;
}

/** Normal noise that changes over about `period`: normals at multiples of the period, blended at constant variance. */
export function drift(channel: number, time: number, period: number): number {
  const place = time / period;
  const index = Math.floor(place);
  const f = place - index;
  const w = f * f * (3 - 2 * f);
  const v = 1 - w;
  return (normal(channel, index) * v + normal(channel, index + 1) * w) / Math.sqrt(v * v + w * w);
}

/** Poisson count of small mean from one uniform number, by inversion; at most 60. */
export function poisson(mean: number, u: number): number {
  let count = 0;
  let chance = Math.exp(-mean);
  let sum = chance;
  while (u > sum && count < 60) {
    chance *= mean / ++count;
    sum += chance;
  }
  return count;
}

/** One of the items, by its weight. */
export function weighted<T>(items: readonly T[], weights: readonly number[], u: number): T {
  let rest = u * weights.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < items.length - 1; i++) {
    rest -= weights[i]!;
    if (rest < 0) return items[i]!;
  }
  return items.at(-1)!;
}
