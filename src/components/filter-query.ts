import {type Grain, grains} from "./grain.js";
import {isZone} from "./zone.js";

export const comparisons = ["none", "previous", "week", "year"] as const;

export type Comparison = (typeof comparisons)[number];

/** What the reader chose; what is left out is the page's own. Times are UTC ms, [from, to). */
export interface Chosen {
  /** A number of hours or days, as in 24h or 7d; never beside `span`. */
  range?: string;
  span?: {from: number; to: number};
  compare?: Comparison;
  grain?: Grain | "auto";
  timeZone?: string;
  sources?: string[];
}

/** A change of a choice: undefined gives a part of it back to the page. */
export type ChosenChange = {[Name in keyof Chosen]: Chosen[Name] | undefined};

export const definedOf = (chosen: ChosenChange): Chosen =>
  Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)) as Chosen;

/** Names of the parameters, in the order in which they are written. */
export const filterNames = ["range", "from", "to", "compare", "grain", "tz", "source"] as const;

const hour = 3_600_000;
const longest = 20 * 366 * 24 * hour;

/** Length of a range such as 24h or 7d, ms; null when it is none. */
export function rangeMs(range: string): number | null {
  const [, count, unit] = /^([1-9]\d{0,4})([hd])$/.exec(range) ?? [];
  const ms = Number(count) * (unit === "d" ? 24 * hour : hour);
  return ms <= longest ? ms : null;
}

/** Reads what an address asks for. What cannot be understood is left out and named in `problems`. */
export function parseFilters(search: string): {chosen: Chosen; problems: string[]} {
  const query = new URLSearchParams(search);
  const problems: string[] = [];
  const ask = <Value extends string>(name: string, known: (value: string) => value is Value): Value | undefined => {
    const value = query.get(name);
    if (!value) return undefined;
    if (known(value)) return value;
    problems.push(`${name}=${shortened(value)}`);
    return undefined;
  };
  const chosen = definedOf({
    range: ask("range", (value): value is string => rangeMs(value) !== null),
    compare: ask("compare", oneOf(comparisons)),
    grain: ask("grain", oneOf(["auto", ...grains] as const)),
    timeZone: ask("tz", (value): value is string => isZone(value))
  });
  const sources = (query.get("source") ?? "").split(",").filter(Boolean);
  if (sources.length) chosen.sources = [...new Set(sources)];
  const [from, to] = [query.get("from"), query.get("to")];
  if (from || to) {
    const span = {from: instant(from), to: instant(to)};
    if (span.to > span.from && span.to - span.from <= longest) {
      delete chosen.range;
      chosen.span = span;
    } else problems.push(`from=${shortened(from ?? "")} to=${shortened(to ?? "")}`);
  }
  return {chosen, problems};
}

/** Writes a choice over the parameters of an address, which keeps all others. */
export function printFilters({range, span, compare, grain, timeZone, sources}: Chosen, search = ""): string {
  const query = new URLSearchParams(search);
  const values = {
    range,
    from: span && printInstant(span.from),
    to: span && printInstant(span.to),
    compare,
    grain,
    tz: timeZone,
    source: sources?.join(",")
  };
  for (const name of filterNames) query.delete(name);
  for (const name of filterNames) if (values[name]) query.set(name, values[name]);
  // these stand in a query as they are, and read better so
  return query.toString().replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%2F", "/");
}

/** An instant to the minute, as in 2026-03-29T01:00Z. */
const printInstant = (time: number): string => `${new Date(time).toISOString().slice(0, 16)}Z`;

const instant = (text: string | null): number =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/.test(text ?? "") ? Date.parse(text!) : Number.NaN;

const oneOf =
  <Value extends string>(values: readonly Value[]) =>
  (value: string): value is Value =>
    (values as readonly string[]).includes(value);

const shortened = (value: string): string => (value.length > 40 ? `${value.slice(0, 39)}…` : value);
