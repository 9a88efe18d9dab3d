import {createHash} from "node:crypto";
import {readdir, readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {TargetSettings} from "./config/publish-settings.ts";
import {sync} from "./durable.ts";
import {takeLock} from "./lock.ts";
import {addFigures} from "./publish/add-figures.ts";
import {deliver} from "./publish/deliver.ts";
import type {Retention} from "./publish/expired-snapshots.ts";
import {type HashedFile, hashFiles} from "./publish/hash-files.ts";
import {inlineScripts} from "./publish/inline-scripts.ts";
import {markPages} from "./publish/mark-pages.ts";
import {nameSnapshot} from "./publish/name-snapshot.ts";
import {precompress} from "./publish/precompress.ts";
import {SharedFiles} from "./publish/share-files.ts";
import {build as buildSite} from "./site/build.ts";
import {failureNote} from "./site/loader-failure.ts";
import {type Snapshot, type SnapshotFile, Snapshots} from "./snapshots.ts";

export interface PublishOptions extends Retention {
  /** Folder of the project. */
  root: string;
  /** The data folder, absolute. */
  data: string;
  /** Commit of the catalog from which to build; the newest when left out. */
  commit?: number;
  /** Until when the lake holds data, ms. */
  observedThrough?: number | null;
  /** Where the snapshot is put besides. */
  targets?: Record<string, TargetSettings>;
  say?: (line: string) => void;
  signal?: AbortSignal;
}

/**
 * Builds the site into a new snapshot and gives it to readers. A build that fails throws, and readers keep what they
 * have. Throws at once when another process is publishing into the same data folder. Targets that fail are said and noted.
 */
export async function publish(
  {say = () => {}, ...options}: PublishOptions,
  {now = Date.now, build = buildSite} = {}
): Promise<Snapshot> {
  const lock = takeLock(options.data, "publish");
  const snapshots = new Snapshots(options.data);
  try {
    const temporary = await snapshots.makeTemporary();
    const {id} = await makeSnapshot(temporary, snapshots, {...options, say}, {now, build});
    await snapshots.add(temporary, id);
    const snapshot = await snapshots.switchTo(id, {now});
    for (const old of await snapshots.retain(options, {now})) say(`removed snapshot ${old}`);
    say(`published snapshot ${id}`);
    await deliver({targets: {}, ...options, say}, {now});
    return snapshot;
  } finally {
    await snapshots.clearTemporary();
    lock.release();
  }
}

async function makeSnapshot(
  folder: string,
  snapshots: Snapshots,
  {observedThrough = null, ...options}: PublishOptions & {say: (line: string) => void},
  {now, build}: {now: () => number; build: typeof buildSite}
): Promise<Snapshot> {
  const builtAt = now();
  const site = join(folder, "site");
  const {brokenLinks, failures} = await build({...options, out: site});
  const hashed = await hashFiles(site);
  const id = snapshotId(builtAt, hashed);
  const shared = new SharedFiles(snapshots.list().map(({id, files}) => ({site: snapshots.siteOf(id), files})));
  const files = await finishFiles(site, await markPages(site, hashed, id), shared);
  const notes = [...failures.map(failureNote), ...brokenLinks.map((link) => `broken link: ${link}`)];
  const verdict = {good: notes.length === 0, notes};
  const snapshot = {id, builtAt, observedThrough, files, verdict};
  const added = [await nameSnapshot(site, snapshot), ...(await addFigures(folder, snapshot, snapshots, options))];
  Object.assign(files, await finishFiles(site, added, shared));
  await writeFile(join(folder, "manifest.json"), JSON.stringify(snapshot));
  await syncAll(folder);
  return snapshot;
}

function snapshotId(builtAt: number, files: HashedFile[]): string {
  const time = new Date(builtAt).toISOString().replace(/[-:]|\.\d+/g, "");
  const content = createHash("sha256");
  for (const {path, sha256} of files) content.update(`${sha256} ${path}\n`);
  return `${time}-${content.digest("hex").slice(0, 8)}`;
}

/** Links what an earlier snapshot has, compresses the rest, and describes every file. */
async function finishFiles(site: string, hashed: HashedFile[], shared: SharedFiles): Promise<Snapshot["files"]> {
  const finish = async ({path, bytes, sha256}: HashedFile): Promise<SnapshotFile> =>
    (await shared.place(sha256, site, path)) ?? {
      bytes,
      sha256,
      ...(await precompress(join(site, path))),
      ...(path.endsWith(".html") && {scripts: inlineScripts(await readFile(join(site, path), "utf8"))})
    };
  const finished = new Map<string, SnapshotFile>();
  const queue = [...hashed];
  const work = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) finished.set(file.path, await finish(file));
  };
  await Promise.all(Array.from({length: 4}, work));
  return Object.fromEntries(hashed.map(({path}) => [path, finished.get(path)!]));
}

/** Files and folders below a folder, and itself, as durable as the disk can make them. */
async function syncAll(folder: string): Promise<void> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  for (const entry of entries) await sync(join(entry.parentPath, entry.name));
  await sync(folder);
}
