export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Days are cut at three in the morning, when everybody sleeps, so that no curve jumps from one kind of day to the next. */
const cut = 3 * hour;

const holidays = new Set(["01-01", "01-06", "04-25", "05-01", "06-02", "08-15", "11-01", "12-08", "12-25", "12-26"]);

/** The first day of each kind decides for its 24 hours from 03:00 UTC. */
export const dayIndex = (time: number): number => Math.floor((time - cut) / day);

/** Minutes since 00:00 UTC. */
export const minuteOfDay = (time: number): number => Math.floor((((time % day) + day) % day) / minute);

const kinds = new Map<number, boolean>();

/** Whether the day counts as a Saturday, Sunday or holiday. */
export function isRestDay(index: number): boolean {
  let rest = kinds.get(index);
  if (rest === undefined) {
    const date = new Date(index * day);
    rest = date.getUTCDay() % 6 === 0 || holidays.has(date.toISOString().slice(5, 10));
    kinds.set(index, rest);
  }
  return rest;
}

/** 1 at the height of summer, -1 half a year away. */
export const summer = (index: number): number => Math.cos((2 * Math.PI * (index - 19_928)) / 365.2425);

/** A bump of the day: height, centre (hour, UTC) and half-width (hours). */
export type Bump = [height: number, centre: number, width: number];

/** 1,440 values, one a minute: a base and Gaussian bumps that go round midnight. */
export function dayCurve(base: number, bumps: Bump[]): Float64Array {
  return Float64Array.from({length: 1440}, (_, i) => {
    const sum = bumps.map(([height, centre, width]) => {
      const away = Math.abs(i / 60 - centre);
      return height * Math.exp(-0.5 * (Math.min(away, 24 - away) / width) ** 2);
    });
    return sum.reduce((a, b) => a + b, base);
  });
}

/** `2024-07-09 00:01:00`, as the old databases write UTC. */
export const sqlTime = (time: number): string => new Date(time).toISOString().slice(0, 19).replace("T", " ");

/** `2024-07-09T00:01:00Z`. */
export const isoTime = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;
