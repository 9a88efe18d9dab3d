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

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat("en-GB", {...options, timeZone: "UTC"});

// made once: that takes longer than all the labels of a chart
const formats = {
  monthOfYear: format({month: "short", year: "numeric"}),
  month: format({month: "short"}),
  clock: format({hour: "2-digit", minute: "2-digit"}),
  weekday: format({weekday: "short", day: "numeric", month: "short"}),
  day: format({day: "numeric", month: "short"})
};

/** The label of a tick on an axis of so many days: clock times within days, dates beyond. */
export function timeTick(tick: Date, days: number, zone = timeZone()): string {
  const wall = new Date(toWall(tick.getTime(), zone));
  return formats[labelKind(wall, days)].format(wall).replace(",", "");
}

function labelKind(wall: Date, days: number): keyof typeof formats {
  if (days > 700) return "monthOfYear";
  if (days > 120) return wall.getUTCMonth() === 0 ? "monthOfYear" : "month";
  if (wall.getUTCHours() || wall.getUTCMinutes()) return "clock";
  return days <= 8 ? "weekday" : "day";
}
