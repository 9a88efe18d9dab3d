import {existsSync} from "node:fs";
import {readdir, stat} from "node:fs/promises";
import {join, relative} from "node:path";
import type {Catalog} from "../catalog.ts";
import {temporaryFolder} from "../lake-file.ts";
import {graceMs} from "../maintain.ts";
import type {AuditFile} from "./audit.ts";
import {iso} from "./iso.ts";

/** A file that the catalog does not know may be on its way in, up to this age, ms. */
const settleMs = 3_600_000;

/** Files that nobody speaks of, and files that are gone though a reader may still hold them. */
export async function folderProblems(
  lake: string,
  removed: AuditFile[],
  catalog: Catalog,
  {now = Date.now} = {}
): Promise<string[]> {
  return [...(await strangers(lake, catalog, now())), ...goneTooSoon(lake, removed, catalog, now)];
}

async function strangers(lake: string, catalog: Catalog, now: number): Promise<string[]> {
  const entries = await readdir(lake, {recursive: true, withFileTypes: true}).catch(() => []);
  const known = catalog.knownPaths();
  const problems: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(lake, path);
    if (entry.isDirectory() || known.has(name)) continue;
    const changed = await stat(path).catch(() => null); // gone meanwhile: it was on its way in or out
    if (!changed || changed.mtimeMs >= now - settleMs) continue;
    const kind = path.startsWith(temporaryFolder(lake)) ? "left over" : "unknown file";
    problems.push(`${kind}: ${name} (not part of the lake; it may be deleted)`);
  }
  return problems;
}

/** Removed files stay until no build can be reading them. */
function goneTooSoon(lake: string, removed: AuditFile[], catalog: Catalog, now: () => number): string[] {
  const gone = removed.filter(({path}) => !existsSync(join(lake, path)));
  const rightly = now() - graceMs; // asked after looking: `sweep` may be at work
  const known = catalog.knownPaths();
  return gone
    .filter(({path, removedAt}) => removedAt! > rightly && known.has(path))
    .map(({path, removedAt}) => `deleted too soon: ${path}: readers may hold it until ${iso(removedAt! + graceMs)}`);
}
