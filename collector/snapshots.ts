import {existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync} from "node:fs";
import {basename, join} from "node:path";
import type {SnapshotFigures} from "../src/components/snapshot-figures.ts";
import {sync} from "./durable.ts";
import {pastFigures} from "./publish/past-figures.ts";

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

  constructor(data: string) {
    this.folder = join(data, "snapshots");
  }

  /** All of them, newest first. */
  list(): Snapshot[] {
    const ids = entries(this.folder).filter((name) => idPattern.test(name));
    for (const id of this.#manifests.keys()) if (!ids.includes(id)) this.#manifests.delete(id);
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
      .sort()
      .reverse();
  }

  /** Gives readers this snapshot from their next request on. Atomic, and durable when it returns. */
  async switchTo(id: string): Promise<Snapshot> {
    const snapshot = this.get(id);
    if (!snapshot) throw new Error(`no such snapshot: ${id} (see: weir snapshots list)`);
    const link = join(this.folder, `.current-${process.pid}`);
    rmSync(link, {force: true});
    symlinkSync(id, link);
    renameSync(link, join(this.folder, "current"));
    await sync(this.folder);
    return snapshot;
  }

  /**
   * Removes all but the newest `keep`, never the current one; figures of some of them stay, as `pastFigures` says.
   * Returns the ids of those removed.
   */
  retain(keep: number): string[] {
    const current = this.current()?.id;
    const past = this.list()
      .slice(keep)
      .map(({id}) => id)
      .filter((id) => id !== current);
    for (const id of past) this.#remove(id);
    const known = this.pastIds();
    const kept = pastFigures(known, {now: this.list()[0]?.builtAt ?? 0});
    for (const id of known) if (!kept.includes(id)) rmSync(this.#pastFile(id), {force: true});
    return past;
  }

  /** Removes unfinished snapshots, those that a killed process left behind too. */
  clearTemporary(): void {
    for (const name of entries(this.folder)) if (name.startsWith(".")) this.#discard(name);
  }

  /** Makes an empty folder for the next snapshot. */
  makeTemporary(pid = process.pid): string {
    mkdirSync(this.folder, {recursive: true});
    this.clearTemporary();
    const folder = join(this.folder, `.tmp-${pid}`);
    mkdirSync(folder);
    return folder;
  }

  #remove(id: string): void {
    const hidden = `.old-${id}`;
    this.#keepFigures(id);
    renameSync(join(this.folder, id), join(this.folder, hidden));
    this.#manifests.delete(id);
    this.#discard(hidden);
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
