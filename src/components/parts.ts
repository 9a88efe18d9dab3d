/** One part of every bar of a chart. */
export interface Part {
  label: string;
  color: string;
  /** One a bar. */
  counts: readonly number[];
}

const colors = [1, 2, 3, 4, 5].map((n) => `var(--series-${n})`);

/** Counts by name as parts, the first five in colours of their own and the rest together in grey. */
export function partsOf(rows: readonly {name: string; counts: readonly number[]}[]): Part[] {
  const own = rows.slice(0, colors.length).map(({name, counts}, i) => ({label: name, color: colors[i]!, counts}));
  const rest = rows.slice(colors.length);
  if (rest.length < 2)
    return [...own, ...rest.map(({name, counts}) => ({label: name, color: "var(--context)", counts}))];
  const counts = rest[0]!.counts.map((_, i) => rest.reduce((sum, {counts}) => sum + counts[i]!, 0));
  return [...own, {label: `${rest.length} more`, color: "var(--context)", counts}];
}
