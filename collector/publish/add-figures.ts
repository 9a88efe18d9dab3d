import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {IndexedSnapshot, SnapshotFigures, SnapshotIndex} from "../../src/components/snapshot-figures.ts";
import {snapshotFacts} from "../snapshot-facts.ts";
import type {Snapshot, Snapshots} from "../snapshots.ts";
import type {Retention} from "./expired-snapshots.ts";
import {type HashedFile, hashFiles} from "./hash-files.ts";
import {siteFigures} from "./site-figures.ts";

const folderInSite = "_snapshots";

/**
 * Writes what a snapshot says in figures beside its site and, for the site's snapshots page, an index of all snapshots
 * with a file of figures each. A site whose payloads are not Weir's is published without figures. Returns the files
 * that came into the site.
 */
export async function addFigures(
  folder: string,
  snapshot: Snapshot,
  snapshots: Snapshots,
  {say, ...retention}: Retention & {say: (line: string) => void}
): Promise<HashedFile[]> {
  const site = join(folder, "site");
  const facts = snapshotFacts(snapshot, snapshots.list()[0]);
  const figures = await siteFigures(site).catch((error: Error) => {
    say(`no figures of this snapshot: ${error.message}`);
    return null;
  });
  const text = figures ? JSON.stringify({...figures, snapshot: facts} satisfies SnapshotFigures) : null;
  if (text !== null) await writeFile(join(folder, "figures.json"), text);
  if (!existsSync(join(site, "snapshots.html"))) return [];
  const place = join(site, folderInSite);
  await mkdir(place);
  const index: SnapshotIndex = {
    own: snapshot.id,
    before: snapshots.current()?.id ?? null,
    snapshots: [
      {...facts, served: true, figures: await placeFigures(place, snapshot.id, text)},
      ...(await placeEarlier(place, snapshots, {
        gone: snapshots.expired(retention, {now: snapshot.builtAt, next: snapshot})
      }))
    ]
  };
  // the page of this snapshot asks by its id, whatever is current by then; pages of others ask what is current
  for (const name of [`${snapshot.id}.json`, "index.json"]) await writeFile(join(place, name), JSON.stringify(index));
  return (await hashFiles(place)).map((file) => ({...file, path: `${folderInSite}/${file.path}`}));
}

/** Snapshots that are still there, with figures or without, and those of which figures alone are kept; newest first. */
async function placeEarlier(
  place: string,
  snapshots: Snapshots,
  {gone}: {gone: readonly string[]}
): Promise<IndexedSnapshot[]> {
  const served = snapshots.list();
  const entries: IndexedSnapshot[] = [];
  for (const [i, snapshot] of served.entries()) {
    const figures = await placeFigures(place, snapshot.id, snapshots.figuresText(snapshot.id));
    entries.push({...snapshotFacts(snapshot, served[i + 1]), served: !gone.includes(snapshot.id), figures});
  }
  for (const id of snapshots.pastIds()) {
    const text = snapshots.figuresText(id)!;
    const {snapshot}: SnapshotFigures = JSON.parse(text);
    entries.push({...snapshot, served: false, figures: await placeFigures(place, id, text)});
  }
  return entries.sort((a, b) => b.builtAt - a.builtAt);
}

/** Writes figures under a name that carries a hash of them, so that browsers keep them for ever. Returns the name. */
async function placeFigures(place: string, id: string, text: string | null): Promise<string | null> {
  if (text === null) return null;
  const name = `${id.split("-")[0]}.${createHash("sha256").update(text).digest("hex").slice(0, 8)}.json`;
  await writeFile(join(place, name), text);
  return name;
}
