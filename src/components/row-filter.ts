/** Which rows are wanted: values that columns have, and a half-open range of one column. */
export interface RowFilter {
  equals?: Readonly<Record<string, string | number>>;
  within?: {column: string; from: number; to: number};
}

/** Lowest and highest value of a column in a row group; `exact` when both occur. */
export interface Bounds {
  min: string | number;
  max: string | number;
  exact: boolean;
}

type Test = (value: string | number) => boolean;

/** Tests by column that a row has to pass. */
export function testsOf({equals = {}, within}: RowFilter): Map<string, Test> {
  const tests = new Map<string, Test>(
    Object.entries(equals).map(([name, wanted]) => [name, (value) => value === wanted])
  );
  if (within) tests.set(within.column, (value) => Number(value) >= within.from && Number(value) < within.to);
  return tests;
}

/**
 * What statistics say of a row group: that none of its rows is wanted (null), or the columns that have to be looked at
 * to tell which are; none of them when all are. Columns without statistics have to be looked at.
 */
export function undecided(filter: RowFilter, boundsOf: (column: string) => Bounds | undefined): string[] | null {
  const open: string[] = [];
  for (const [name, wanted] of Object.entries(filter.equals ?? {})) {
    const bounds = boundsOf(name);
    if (bounds && (wanted < bounds.min || wanted > bounds.max)) return null;
    if (!bounds?.exact || bounds.min !== wanted || bounds.max !== wanted) open.push(name);
  }
  if (!filter.within) return open;
  const {column, from, to} = filter.within;
  const bounds = boundsOf(column);
  const [min, max] = [Number(bounds?.min), Number(bounds?.max)];
  if (max < from || min >= to) return null;
  return bounds?.exact && min >= from && max < to ? open : [...open, column];
}

/** Half-open runs of rows that pass every test; `columns` holds the tested columns. */
export function runsOf(
  rows: number,
  tests: readonly {test: Test; values: ArrayLike<string | number>}[]
): [from: number, to: number][] {
  const runs: [number, number][] = [];
  let from = -1;
  for (let row = 0; row < rows; row++) {
    let passes = true;
    for (const {test, values} of tests)
      if (!test(values[row]!)) {
        passes = false;
        break;
      }
    if (passes && from < 0) from = row;
    if (!passes && from >= 0) {
      runs.push([from, row]);
      from = -1;
    }
  }
  if (from >= 0) runs.push([from, rows]);
  return runs;
}
