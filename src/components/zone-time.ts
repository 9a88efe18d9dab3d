const minute = 60_000;
const quarter = 15 * minute;
const day = 86_400_000;

const offsets = new Map<string, (time: number) => number>();

/** Milliseconds that a zone's clocks are ahead of UTC at an instant. */
export function zoneOffset(zone: string, time: number): number {
  const offset = offsets.get(zone) ?? offsetIn(zone);
  offsets.set(zone, offset);
  return offset(time);
}

/** Asked of the browser once a day of data, for that is what costs; on the day of a change once a quarter of an hour. */
function offsetIn(zone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {timeZone: zone, timeZoneName: "longOffset"});
  const known = new Map<number, number>();
  const at = (time: number) => {
    const offset = known.get(time) ?? readOffset(format, time);
    known.set(time, offset);
    return offset;
  };
  return (time) => {
    const start = Math.floor(time / day) * day;
    return at(start) === at(start + day) ? at(start) : at(Math.floor(time / quarter) * quarter);
  };
}

function readOffset(format: Intl.DateTimeFormat, time: number): number {
  const name = format.formatToParts(time).find(({type}) => type === "timeZoneName")?.value ?? "GMT";
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return sign ? Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * minute : 0;
}

/** What a zone's clocks show at an instant, written as if it were UTC. */
export const toWall = (time: number, zone: string): number => time + zoneOffset(zone, time);

/**
 * The instant at which a zone's clocks show a time that is written as if it were UTC: the first one where clocks go
 * back, and as much later as they jump where they go forward and never show it.
 */
export function fromWall(wall: number, zone: string): number {
  const before = wall - zoneOffset(zone, wall - day);
  if (toWall(before, zone) === wall) return before;
  const after = wall - zoneOffset(zone, wall + day);
  return toWall(after, zone) === wall ? after : before;
}
