export interface LocalTime {
  /** How far local clocks are ahead of UTC, ms. */
  offset: (time: number) => number;
}

/** A line of a report. */
export const row = (...cells: (string | number)[]): string => cells.join("  ");

/** A number with two decimals; `-` where there is none. */
export const figure = (value: number | null | undefined): string =>
  value === null || value === undefined || !Number.isFinite(value) ? "-" : value.toFixed(2);

/** Local date of an instant, `YYMMDD`. */
export const dateOf = (time: number, offset: LocalTime["offset"]): string =>
  local(time, offset).slice(2, 10).replaceAll("-", "");

/** Local time of day of an instant, `hhmm`. */
export const timeOf = (time: number, offset: LocalTime["offset"]): string =>
  local(time, offset).slice(11, 16).replace(":", "");

const local = (time: number, offset: LocalTime["offset"]): string => new Date(time + offset(time)).toISOString();
