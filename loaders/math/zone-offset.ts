const hourMs = 3_600_000;

/** Milliseconds that a zone's clocks are ahead of UTC at an instant; asked of the system once an hour of data. */
export function zoneOffset(timeZone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {timeZone, timeZoneName: "longOffset"});
  const known = new Map<number, number>();
  return (time) => {
    const hour = Math.floor(time / hourMs);
    const offset = known.get(hour) ?? offsetOf(format, hour * hourMs);
    known.set(hour, offset);
    return offset;
  };
}

function offsetOf(format: Intl.DateTimeFormat, time: number): number {
  const name = format.formatToParts(time).find(({type}) => type === "timeZoneName")?.value ?? "GMT";
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return sign ? Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000 : 0;
}
