export interface RankRow {
  /** What is ranked. */
  name: string;
  /** What it is ranked by. */
  value: number;
  /** The value in the comparison period; null or left out when it was not there. */
  before?: number | null;
}

/** Where a row stands and stood. */
export type Ranked<Row extends RankRow> = Row & {
  /** From 1; equal values share a rank, and the next one counts them. */
  rank: number;
  /** Null when it was not there before. */
  rankBefore: number | null;
  /** value / before - 1; null when that cannot be told. */
  change: number | null;
};

/** Rows by rank, the best first: that with the highest value, or with the lowest where less is better. */
export function rankedRows<Row extends RankRow>(
  rows: readonly Row[],
  {best = "highest"}: {best?: "highest" | "lowest"} = {}
): Ranked<Row>[] {
  const better = (a: number, b: number) => (best === "highest" ? a > b : a < b);
  const rankOf = (value: number, values: readonly number[]) =>
    1 + values.filter((other) => better(other, value)).length;
  const values = rows.map(({value}) => value);
  const earlier = rows.flatMap(({before}) => before ?? []);
  return rows
    .map((row) => {
      const before = row.before ?? null;
      return {
        ...row,
        rank: rankOf(row.value, values),
        rankBefore: before === null ? null : rankOf(before, earlier),
        change: before ? row.value / before - 1 : null
      };
    })
    .sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name));
}
