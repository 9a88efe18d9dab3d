import {constants, existsSync} from "node:fs";
import {copyFile, mkdir, readdir, rm} from "node:fs/promises";
import {join} from "node:path";
import {spoolFolder} from "../folders.ts";
import {spooledBatches} from "../spooled-batches.ts";
import {spoolProblems} from "../verify/spool-problems.ts";
import {type CopiedCatalog, copyCatalog} from "./copy-catalog.ts";

/** A writer that is quicker than copying is met so often before it is given up. */
const tries = 20;

/**
 * Copies catalog and spool so that they fit: the spool holds every batch above the catalog's watermark, up to the last
 * one that the books have counted. The spool is copied before and after the catalog, since the writer lets go of what it
 * has committed; where a segment came and went in between, all is copied again.
 */
export async function copyState(data: string, to: string): Promise<CopiedCatalog> {
  const spool = spoolFolder(to);
  for (let i = 0; i < tries; i++) {
    await rm(spool, {recursive: true, force: true});
    await mkdir(spool, {recursive: true});
    await copySegments(spoolFolder(data), spool);
    const catalog = await copyCatalog(data, join(to, "catalog.db"));
    await copySegments(spoolFolder(data), spool);
    const {watermark, counted} = catalog;
    const problems = await spoolProblems(spool, () => watermark);
    const last = (await spooledBatches(spool)).at(-1)?.seq ?? 0;
    if (!problems.length && Math.max(last, watermark) >= counted) return catalog;
  }
  throw new Error(`cannot copy the spool: ${spoolFolder(data)} (it changes too fast, or is damaged: weir lake verify)`);
}

/** Copies a spool's segments in their order; those that are let go meanwhile are in the lake. */
async function copySegments(from: string, to: string): Promise<void> {
  const names = existsSync(from) ? (await readdir(from)).filter((name) => name.endsWith(".seg")).sort() : [];
  for (const name of names)
    await copyFile(join(from, name), join(to, name), constants.COPYFILE_FICLONE).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      }
    );
}
