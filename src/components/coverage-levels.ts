/** How complete a day of a series is: told apart by strength, and by shape where nothing was read. */
export const coverageLevels = [
  {name: "complete", least: 0.999, opacity: 0.9},
  {name: "over 95 %", least: 0.95, opacity: 0.5},
  {name: "less", least: 0.0005, opacity: 0.2},
  {name: "nothing read", least: 0, opacity: 0}
] as const;

/** The level of a share in [0, 1]. */
export const coverageLevel = (share: number): (typeof coverageLevels)[number] =>
  coverageLevels.find(({least}) => share >= least) ?? coverageLevels[3];

/** The mean share of the days that are known; null when none is. */
export function meanShare(days: readonly (number | null)[]): number | null {
  const known = days.filter((share) => share !== null);
  return known.length ? known.reduce((sum, share) => sum + share, 0) / known.length : null;
}
