/** A time in ms as ISO text; a number that is no time, which a damaged catalog may hold, as it is. */
export const iso = (time: number): string =>
  Number.isNaN(new Date(time).getTime()) ? String(time) : new Date(time).toISOString();
