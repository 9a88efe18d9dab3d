import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync
} from "node:fs";
import {basename, join} from "node:path";
import {isDeepStrictEqual} from "node:util";
import type {SnapshotFigures} from "../src/components/snapshot-figures.ts";
import {makeFolder, sync} from "./durable.ts";
import {expiredSnapshots, type RetainedSnapshot, type Retention} from "./publish/expired-snapshots.ts";
import {pastFigures} from "./publish/past-figures.ts";
import {waitForLock} from "./wait-for-lock.ts";

/** One published state of the site; never changed once it is there. */
export interface Snapshot {
  /** UTC time of its building and a hash of its content, as in `20261121T023000Z-5f3a9c01`. */
  id: string;
  /** When its building began, ms. */
  builtAt: number;
  /** Until when the lake held data at that time, ms; null when nobody said. */
  observedThrough: number | null;
  /** By path below the site, without a leading slash. */
  files: Record<string, SnapshotFile>;
  verdict: Verdict;
}

export interface SnapshotFile {
  bytes: number;
  sha256: string;
  /** Sizes of the precompressed variants that lie beside it, if they pay. */
  br?: number;
  gzip?: number;
  /** Pages: content-policy sources of the scripts inside. */
  scripts?: string[];
}

/** What the build thinks of its own result. */
export interface Verdict {
  good: boolean;
  notes: string[];
}

const idPattern = /^\d{8}T\d{6}Z-[0-9a-f]{8}$/;

/** The published snapshots of a data folder, and which of them readers get. */
export class Snapshots {
  readonly folder: string;
  readonly #manifests = new Map<string, Snapshot>();

  constructor(private readonly data: string) {
    this.folder = join(data, "snapshots");
  }

  /** All of them, newest first. */
  list(): Snapshot[] {
    const ids = entries(this.folder).filter((name) => idPattern.test(name));
    this.#forgetAllBut(ids);
    return ids
      .sort()
      .reverse()
      .flatMap((id) => this.get(id) ?? []);
  }

  get(id: string): Snapshot | undefined {
    if (!idPattern.test(id)) return undefined;
    const known = this.#manifests.get(id);
    if (known) return known;
    try {
      const snapshot: Snapshot = JSON.parse(readFileSync(join(this.folder, id, "manifest.json"), "utf8"));
      this.#forgetAllBut(entries(this.folder));
      this.#shareFiles(snapshot);
      this.#manifests.set(id, snapshot);
      return snapshot;
    } catch {
      return undefined;
    }
  }

  /** The one that readers get; undefined before the first. */
  current(): Snapshot | undefined {
    try {
      return this.get(basename(readlinkSync(join(this.folder, "current"))));
    } catch {
      return undefined;
    }
  }

  /** Folder of a snapshot's site. */
  siteOf(id: string): string {
    return join(this.folder, id, "site");
  }

  /** What a snapshot says in figures, as JSON, also after its site was removed; null when none were kept. */
  figuresText(id: string): string | null {
    if (!idPattern.test(id)) return null;
    for (const file of [join(this.folder, id, "figures.json"), this.#pastFile(id)]) {
      try {
        return readFileSync(file, "utf8");
      } catch {}
    }
    return null;
  }

  figures(id: string): SnapshotFigures | null {
    const text = this.figuresText(id);
    return text === null ? null : JSON.parse(text);
  }

  /** Ids of removed snapshots of which figures are kept, newest first. */
  pastIds(): string[] {
    return entries(join(this.folder, "figures"))
      .flatMap((name) => (name.endsWith(".json") && idPattern.test(name.slice(0, -5)) ? name.slice(0, -5) : []))
      .filter((id) => !existsSync(join(this.folder, id)))
      .sort()
      .reverse();
  }

  /** Gives readers this snapshot from their next request on. Atomic, and durable when it returns. */
  async switchTo(id: string, {now = Date.now} = {}): Promise<Snapshot> {
    const snapshot = this.get(id);
    const lock = await waitForLock(this.data, "snapshots");
    try {
      if (!snapshot || !existsSync(join(this.folder, id, "manifest.json")))
        throw new Error(`no such snapshot: ${id} (see: weir snapshots list)`);
      this.#noteServed(now());
      const link = join(this.folder, `.current-${process.pid}`);
      rmSync(link, {force: true});
      symlinkSync(id, link);
      renameSync(link, join(this.folder, "current"));
      await sync(this.folder);
      return snapshot;
    } finally {
      lock.release();
    }
  }

  /** Ids of those past keeping. `next` counts as published already. */
  expired(retention: Retention, {now, next}: {now: number; next?: Snapshot}): string[] {
    const current = this.current()?.id;
    const kept = this.list().map(
      ({id, builtAt}): RetainedSnapshot => ({id, builtAt, servedUntil: id === current ? now : this.#servedUntil(id)})
    );
    if (next && !kept.some(({id}) => id === next.id)) kept.push({...next, servedUntil: now});
    kept.sort((a, b) => (a.id < b.id ? 1 : -1));
    return expiredSnapshots(kept, retention, {current: next?.id ?? current, now});
  }

  /**
   * Removes the snapshots that are past keeping; figures of some of them stay, as `pastFigures` says. Returns the ids of
   * those removed.
   */
  async retain(retention: Retention, {now = Date.now} = {}): Promise<string[]> {
    const lock = await waitForLock(this.data, "snapshots");
    try {
      const past = this.expired(retention, {now: now()});
      for (const id of past) this.#hide(id);
      if (past.length) await sync(this.folder); // hidden for good before the first of its files goes
      const known = this.pastIds();
      const kept = pastFigures(known, {now: this.list()[0]?.builtAt ?? 0});
      for (const id of known) if (!kept.includes(id)) rmSync(this.#pastFile(id), {force: true});
      return past;
    } finally {
      lock.release();
      for (const name of entries(this.folder)) if (name.startsWith(".old-")) this.#discard(name);
    }
  }

  /** Removes unfinished snapshots, those that a killed process left behind too. */
  async clearTemporary(): Promise<void> {
    const lock = await waitForLock(this.data, "snapshots");
    try {
      for (const name of entries(this.folder)) if (name.startsWith(".")) this.#discard(name);
    } finally {
      lock.release();
    }
  }

  /** Makes an empty folder for the next snapshot. */
  async makeTemporary(pid = process.pid): Promise<string> {
    await makeFolder(this.folder);
    await this.clearTemporary();
    const folder = join(this.folder, `.tmp-${pid}`);
    mkdirSync(folder);
    return folder;
  }

  /** Takes a finished folder of `makeTemporary` among the snapshots, durably. One of the same id stays as it is. */
  async add(temporary: string, id: string): Promise<void> {
    if (!this.get(id)) {
      this.#discard(id); // what has no manifest that can be read
      renameSync(temporary, join(this.folder, id));
    }
    await sync(this.folder);
  }

  /** A snapshot's folder carries when readers last got it as its time of change. */
  #noteServed(now: number): void {
    const current = this.current();
    if (current) utimesSync(join(this.folder, current.id), now / 1000, now / 1000);
  }

  #servedUntil(id: string): number {
    return statSync(join(this.folder, id), {throwIfNoEntry: false})?.mtimeMs ?? 0;
  }

  /** Has what a snapshot says of files in common with the one read before it, which mostly says the same. */
  #shareFiles({files}: Snapshot): void {
    const before = [...this.#manifests.values()].at(-1)?.files ?? {};
    for (const [path, file] of Object.entries(files))
      if (isDeepStrictEqual(before[path], file)) files[path] = before[path]!;
  }

  #forgetAllBut(ids: readonly string[]): void {
    for (const id of this.#manifests.keys()) if (!ids.includes(id)) this.#manifests.delete(id);
  }

  #hide(id: string): void {
    this.#keepFigures(id);
    renameSync(join(this.folder, id), join(this.folder, `.old-${id}`));
    this.#manifests.delete(id);
  }

  #keepFigures(id: string): void {
    const file = join(this.folder, id, "figures.json");
    if (!existsSync(file)) return;
    mkdirSync(join(this.folder, "figures"), {recursive: true});
    renameSync(file, this.#pastFile(id));
  }

  #pastFile(id: string): string {
    return join(this.folder, "figures", `${id}.json`);
  }

  #discard(name: string): void {
    rmSync(join(this.folder, name), {recursive: true, force: true});
  }
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
