import {timeZone} from "./zone.js";
import {fromWall, toWall} from "./zone-time.js";

/** Instants of [from, to] at round times of a zone, its midnights, its hours; `round` finds them as if it were UTC. */
export function timeTicks(
  [from, to]: readonly [number, number],
  round: (from: Date, to: Date) => Date[],
  zone = timeZone()
): Date[] {
  const walls = round(new Date(toWall(from, zone)), new Date(toWall(to, zone)));
  // the hour that clocks jump over falls on the one after it
  const times = new Set(walls.map((wall) => fromWall(wall.getTime(), zone)));
  return [...times].filter((time) => time >= from && time <= to).map((time) => new Date(time));
}

/** The label of a tick on an axis of so many days: clock times within days, dates beyond. */
export function timeTick(tick: Date, days: number, zone = timeZone()): string {
  const wall = new Date(toWall(tick.getTime(), zone));
  const options: Intl.DateTimeFormatOptions =
    days > 700
      ? {month: "short", year: "numeric"}
      : days > 120
        ? {month: "short", ...(wall.getUTCMonth() === 0 && {year: "numeric"})}
        : wall.getUTCHours() || wall.getUTCMinutes()
          ? {hour: "2-digit", minute: "2-digit"}
          : {...(days <= 8 && {weekday: "short"}), day: "numeric", month: "short"};
  return new Intl.DateTimeFormat("en-GB", {...options, timeZone: "UTC"}).format(wall).replace(",", "");
}
