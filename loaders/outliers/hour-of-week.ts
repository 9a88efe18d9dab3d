const hourMs = 3_600_000;

/** Hour of the week of a local time, ms: 0 is Monday 0:00 to 1:00. */
export const hourOfWeek = (local: number): number => (Math.floor(local / hourMs) + 72) % 168;
