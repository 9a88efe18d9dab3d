/** Rows [first, last) to draw, with the space that stands for the others, px. */
export interface RowWindow {
  first: number;
  last: number;
  before: number;
  after: number;
}

export interface Scrolled {
  /** Rows in all. */
  count: number;
  /** Heights of a row and of what is in sight, px. */
  rowHeight: number;
  height: number;
  /** How far it is scrolled, px. */
  top: number;
  /** Rows drawn above and below what is in sight. */
  spare?: number;
  /** Browsers draw no taller element, px: beyond, a step of the scroll bar is more than a row. */
  tallest?: number;
}

/** Which of many equally high rows are in sight. */
export function rowWindow({count, rowHeight, height, top, spare = 12, tallest = 15e6}: Scrolled): RowWindow {
  const full = count * rowHeight;
  const tall = Math.min(full, tallest);
  const at = full > tall ? (Math.max(0, top) / (tall - height)) * (full - height) : Math.max(0, top);
  const first = Math.max(0, Math.min(Math.floor(at / rowHeight), count - 1) - spare);
  const last = Math.min(count, Math.ceil((at + height) / rowHeight) + spare);
  const drawn = (last - first) * rowHeight;
  const before = Math.min(Math.max(0, first * rowHeight + top - at), Math.max(0, tall - drawn));
  return {first, last, before, after: Math.max(0, tall - drawn - before)};
}
