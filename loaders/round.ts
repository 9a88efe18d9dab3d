/** A number with four significant digits; null for what is none (JSON has no NaN). */
export const round = (value: number): number | null => (Number.isFinite(value) ? Number(value.toPrecision(4)) : null);

/** Rounded numbers as a plain array, for JSON. */
export const roundAll = (values: ArrayLike<number>): (number | null)[] => Array.from(values, round);
