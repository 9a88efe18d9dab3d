const hour = 3_600_000;
const day = 24 * hour;

/** Of snapshots that are gone, the last one of every `step` stays in figures for `span`. */
const tiers = [
  {step: 3 * hour, span: 3 * day},
  {step: day, span: 35 * day}
];

/** When a snapshot with this id was built, ms: its id begins with that. */
export const builtAtOf = (id: string): number =>
  Date.parse(id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-.*$/, "$1-$2-$3T$4:$5:$6Z"));

/**
 * Ids of removed snapshots whose figures stay, so that forecasts can be held against what came after the snapshots
 * themselves had to go: eight a day for three days, one a day for five weeks.
 */
export function pastFigures(ids: readonly string[], {now}: {now: number}): string[] {
  const newestFirst = [...ids].sort().reverse();
  const kept = tiers.flatMap(({step, span}) => {
    const stretch = (id: string) => Math.floor(builtAtOf(id) / step);
    const young = newestFirst.filter((id) => now - builtAtOf(id) < span);
    return young.filter((id, i) => i === 0 || stretch(id) !== stretch(young[i - 1]!));
  });
  return newestFirst.filter((id) => kept.includes(id));
}
