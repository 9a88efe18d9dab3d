/** The reader's own zone, as the browser tells it. */
export const readerZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Whether a name is that of an IANA zone; any case is taken. */
export function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", {timeZone: name}));
  } catch {
    return false;
  }
}

/** The zone that an address asks for with `tz`; the reader's when it names none. */
export function zoneOf(search: string): string {
  const asked = new URLSearchParams(search).get("tz");
  return asked && isZone(asked) ? asked : readerZone();
}

let current = zoneOf(globalThis.location?.search ?? "");

/** The zone of every time on the page. */
export const timeZone = (): string => current;

export function setTimeZone(zone: string): void {
  current = zone;
}
