import {formatWeekday} from "./format.js";

export interface HourCell {
  /** 1 Monday ... 7 Sunday. */
  weekday: number;
  /** 0 ... 23. */
  hour: number;
  value: number | null;
}

/** Hours by weekdays as cells and axes of a heatmap. */
export const hourWeek = (cells: readonly HourCell[]) => ({
  cells: cells.map(({weekday, hour, value}) => ({x: hour, y: weekday, value})),
  columns: {values: Array.from({length: 24}, (_, hour) => hour), format: (hour: number) => `${hour}:00`},
  rows: {values: [1, 2, 3, 4, 5, 6, 7], format: formatWeekday},
  title: ({x, y}: {x: number; y: number}) => `${formatWeekday(y)} ${x}:00–${x + 1}:00`
});
