import {readFile, rename} from "node:fs/promises";
import {join} from "node:path";
import {makeFolder, sync, writeFileOf} from "../durable.ts";

/** Up to where readings have been judged, and the alerts that came of it are kept. */
export interface Judged {
  /** ms UTC by Weir's clock; for the series below, the latest reading by its own. */
  at: number;
  series: {source: string; series: string; latest: number}[];
}

const folderOf = (data: string): string => join(data, "watch");
const judgedFile = (data: string): string => join(folderOf(data), "judged.json");

/** Leaves word for the next watch; on disk when it resolves. */
export async function writeJudged(data: string, judged: Judged): Promise<void> {
  const path = judgedFile(data);
  await makeFolder(folderOf(data));
  await writeFileOf([Buffer.from(JSON.stringify(judged))], `${path}.new`);
  await sync(`${path}.new`);
  await rename(`${path}.new`, path);
  await sync(folderOf(data));
}

/** What the last watch left; null when there was none, or it cannot be read. */
export async function readJudged(data: string): Promise<Judged | null> {
  try {
    const {at, series} = JSON.parse(await readFile(judgedFile(data), "utf8")) as Judged;
    return Number.isFinite(at) && Array.isArray(series) ? {at, series} : null;
  } catch {
    return null;
  }
}
