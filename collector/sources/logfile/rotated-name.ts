import {extname} from "node:path";

/** What the name of a rotated file says. */
export interface RotatedName {
  /** Its date and time, or what else counts upwards: the greater, the newer. Empty when it has a number. */
  date: number[];
  /** As in `access.log.2`: the greater, the older. */
  number: number | null;
  /** As in `gz`; null when it is not compressed. */
  compression: string | null;
}

const compressed = /\.(gz|bz2|xz|zst|lz4|Z)$/;
const numbered = /^\.(\d{1,3})$/;
const dated = /^[._-]\d{4}[\d._:+TZ-]*(?:-[a-z]+)?$/;

/**
 * What a file in the folder of the log `base` is to it; null when it is none of its rotated files. Known are the names
 * of logrotate (`access.log.1`, `access.log-20240709.gz`, `access.1.log`), of lumberjack, which Caddy uses
 * (`access-2024-07-09T12-00-00.000.log.gz`), and the like.
 */
export function rotatedName(base: string, name: string): RotatedName | null {
  const compression = compressed.exec(name)?.[1] ?? null;
  const plain = compression ? name.slice(0, -compression.length - 1) : name;
  const suffix = suffixOf(base, plain);
  const number = numbered.exec(suffix)?.[1];
  if (number) return {date: [], number: Number(number), compression};
  return dated.test(suffix) ? {date: numbersIn(suffix), number: null, compression} : null;
}

/**
 * The same for a log that a symbolic link at a fixed path stands for, where every day has a file with another date in
 * its name: `base` is today's.
 */
export function datedName(base: string, name: string): RotatedName | null {
  const compression = compressed.exec(name)?.[1] ?? null;
  const plain = compression ? name.slice(0, -compression.length - 1) : name;
  const shape = (text: string) => text.replace(/\d+/g, "0");
  if (!/\d/.test(base) || shape(base) !== shape(plain)) return null;
  const date = numbersIn(plain);
  return isBefore(date, numbersIn(base)) ? {date, number: null, compression} : null;
}

/** Orders names from the oldest to the newest; those with dates come before those with numbers. */
export function byAge(a: RotatedName, b: RotatedName): number {
  if (a.number !== null || b.number !== null) return (b.number ?? Infinity) - (a.number ?? Infinity) || 0;
  return isBefore(a.date, b.date) ? -1 : isBefore(b.date, a.date) ? 1 : 0;
}

/** What a name has more than the log's own: at its end, or before the extension. */
function suffixOf(base: string, name: string): string {
  if (name.startsWith(base)) return name.slice(base.length);
  const extension = extname(base);
  const stem = base.slice(0, base.length - extension.length);
  return extension && name.startsWith(stem) && name.endsWith(extension)
    ? name.slice(stem.length, -extension.length)
    : "";
}

const numbersIn = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);

function isBefore(a: number[], b: number[]): boolean {
  const at = a.findIndex((part, i) => part !== b[i]);
  return at < 0 ? a.length < b.length : at < b.length && a[at]! < b[at]!;
}
