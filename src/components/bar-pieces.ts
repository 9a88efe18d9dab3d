/** One bar, or the bars of all parts stacked into one. */
export interface BarRow {
  /** Start of a step of time (UTC ms), or the name of a category. */
  at: number | string;
  /** End of a step of time that has not the length of the others, UTC ms. */
  end?: number;
  /** Length from zero, or one length for each part. */
  value: number | readonly number[];
  /** Height of the line over the bars; null where it breaks. */
  over?: number | null;
  /** Height of the dashed line that the bars are compared with. */
  before?: number | null;
  /** Where a tick stands beside the bar's end, as a quantile. */
  mark?: number | null;
}

/** A piece of a bar, from one value to another. */
export interface BarPiece {
  row: BarRow;
  part: number;
  from: number;
  to: number;
}

export const partsOfRow = ({value}: BarRow): readonly number[] => (typeof value === "number" ? [value] : value);

/** The pieces of bars: parts stand on each other away from zero, those below zero hang from it. */
export function barPieces(rows: readonly BarRow[]): BarPiece[] {
  return rows.flatMap((row) => {
    let [above, below] = [0, 0];
    return partsOfRow(row).flatMap((length, part) => {
      if (!length) return [];
      const from = length > 0 ? above : below;
      const to = from + length;
      if (length > 0) above = to;
      else below = to;
      return [{row, part, from, to}];
    });
  });
}

/** Everything that a bar chart has to hold: both ends of bars, the lines over them, the ticks. */
export const barExtent = (rows: readonly BarRow[], pieces: readonly BarPiece[]): (number | null | undefined)[] => [
  ...pieces.map(({to}) => to),
  ...rows.flatMap(({over, before, mark}) => [over, before, mark])
];
