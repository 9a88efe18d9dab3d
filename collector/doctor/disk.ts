import {existsSync} from "node:fs";
import {statfs} from "node:fs/promises";
import {dirname} from "node:path";
import {type CatalogPast, catalogPast} from "./catalog-past.ts";
import {type Finding, findings, type Subject} from "./finding.ts";
import {bytesInWords} from "./in-words.ts";

const {ok, warn, fail} = findings("disk");
const day = 86_400_000;
const week = 7 * day;

/** What the machine needs besides the spool, bytes. */
const leastFree = 256 * 2 ** 20;

/** Whether there is room, for the spool at its bound and for the lake as it grows. */
export async function checkDisk({data, config}: Subject, {free = freeAt, now = Date.now} = {}): Promise<Finding[]> {
  const {bytes, files} = await free(data);
  const spool = config?.lake.spoolBytes ?? 0;
  const perDay = growth(catalogPast(data), now());
  const days = perDay > 0 ? Math.floor((bytes - leastFree) / perDay) : Number.POSITIVE_INFINITY;
  const remedy = "free some, move the data folder (WEIR_DATA), or lower lake.keep and publish.keep";
  const found: Finding[] = [];
  const grows = perDay > 0 ? `; the lake grows ${bytesInWords(perDay)} a day` : "";
  const text = `${bytesInWords(bytes)} free${grows}${perDay > 0 && days < 3650 ? `: ${Math.max(0, days)} days left` : ""}`;
  if (bytes < leastFree || days < 2) found.push(fail(text, remedy));
  else if (bytes < spool + leastFree) found.push(warn(`${text}; the spool may take ${bytesInWords(spool)}`, remedy));
  else if (days < 30) found.push(warn(text, remedy));
  else found.push(ok(text));
  if (files !== null && files < 10_000) found.push(warn(`${files} more files fit on the disk`, remedy));
  return found;
}

/** Bytes a day that the lake's records of the last week take, by their own times. */
function growth(past: CatalogPast | null, now: number): number {
  if (!past?.files.length) return 0;
  const from = Math.max(now - week, Math.min(...past.files.map(({minTime}) => minTime)));
  const recent = past.files.reduce((sum, {bytes, minTime, maxTime}) => {
    if (maxTime < from) return sum;
    const share = maxTime > minTime ? (maxTime - Math.max(minTime, from)) / (maxTime - minTime) : 1;
    return sum + bytes * share;
  }, 0);
  return recent / Math.max(1, (now - from) / day);
}

/** Room on the disk of a folder, or of the first one above that exists. */
async function freeAt(folder: string): Promise<{bytes: number; files: number | null}> {
  let path = folder;
  while (!existsSync(path)) path = dirname(path);
  const {bavail, bsize, files, ffree} = await statfs(path);
  return {bytes: bavail * bsize, files: files > 0 ? ffree : null};
}
