import type {FileFacts} from "./read-evidence.ts";

export interface FileSizes {
  files: number;
  bytes: number;
  /** Files by size: from `least` bytes up to below `below`; null is no limit. Empty classes at both ends are left out. */
  classes: {least: number; below: number | null; files: number; bytes: number}[];
  /** Bytes of the records of each day. */
  days: {time: number; bytes: number}[];
}

const kib = 1024;
const limits = [0, 4 * kib, 16 * kib, 64 * kib, 256 * kib, 1024 * kib, 4096 * kib, 16_384 * kib];

/**
 * How large the lake's files are, and how many bytes the records of each day take. A file of many days counts for each
 * by its share of the file's time.
 *
 * @param edges starts of the days, and the end of the last one, ms UTC
 */
export function fileSizes(files: readonly FileFacts[], edges: readonly number[]): FileSizes {
  const classes = limits.map((least, i) => {
    const below = limits[i + 1] ?? null;
    const own = files.filter(({bytes}) => bytes >= least && (below === null || bytes < below));
    return {least, below, files: own.length, bytes: total(own)};
  });
  const used = classes.map(({files}) => files > 0);
  const days = edges.slice(0, -1).map((time, i) => ({
    time,
    bytes: Math.round(files.reduce((sum, file) => sum + file.bytes * share(file, time, edges[i + 1]!), 0))
  }));
  return {
    files: files.length,
    bytes: total(files),
    classes: used.includes(true) ? classes.slice(used.indexOf(true), used.lastIndexOf(true) + 1) : [],
    days
  };
}

const total = (files: readonly FileFacts[]): number => files.reduce((sum, {bytes}) => sum + bytes, 0);

/** Share of a file's time, both ends included, that lies from `from` up to before `to`. */
function share({minTime, maxTime}: FileFacts, from: number, to: number): number {
  const common = Math.min(maxTime + 1, to) - Math.max(minTime, from);
  return Math.max(0, common) / (maxTime + 1 - minTime);
}
