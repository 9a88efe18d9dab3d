import {basename, dirname} from "node:path";
import type {SpoolFile, SpoolFiles} from "../../collector/spool-files.ts";

interface Write {
  position: number;
  bytes: Buffer;
}

interface Content {
  /** What a power cut leaves. */
  durable: Buffer;
  /** Writes since the last sync, in order. */
  unsynced: Write[];
}

const nothing = Buffer.alloc(0);

/** Smaller than a real one, so that short records, which play quickly, cross several. */
const sector = 64;

/**
 * A disk in memory that keeps only what a real one promises: bytes after a sync of their file, names after a sync of
 * their folder. At a power cut, unsynced writes survive, vanish or tear at sector bounds, each on its own, and unsynced
 * creations and deletions of names take effect in any combination. Operations fail at random with ENOSPC or EIO.
 */
export class UnreliableDisk {
  /** Names as the running system sees them, and as they are on the platter. */
  #names = new Map<string, Content>();
  readonly #durableNames = new Map<string, Content>();
  #boots = 0;

  constructor(
    private readonly random: () => number,
    /** Share of operations that fail. */
    private readonly faults: number
  ) {}

  /** The disk as a newly started system uses it; that use ends at the next power cut. */
  boot(): SpoolFiles {
    const boot = ++this.#boots;
    const operate = <T>(operation: () => T, {canFail = false} = {}): T => {
      if (boot !== this.#boots) throw new Error("no power");
      if (canFail && this.#happens(this.faults)) throw this.#fault();
      return operation();
    };
    return {
      makeFolder: async () => {},
      list: async (folder) =>
        operate(() => [...this.#names.keys()].filter((path) => dirname(path) === folder).map((path) => basename(path))),
      read: async (path) => operate(() => this.#read(path)),
      create: async (path) => operate(() => this.#create(path, operate), {canFail: true}),
      syncFolder: async (folder) => operate(() => this.#syncFolder(folder), {canFail: true}),
      remove: async (path) => operate(() => void this.#names.delete(path), {canFail: true})
    };
  }

  /** Power is cut: what was not promised may be gone. */
  cut(): void {
    this.#boots += 1;
    for (const path of this.#everyName()) if (this.#happens(0.5)) this.#settle(path);
    for (const content of this.#durableNames.values()) {
      const survivors = content.unsynced.flatMap(sectors).filter(() => this.#happens(0.5));
      content.durable = applied(content.durable, survivors);
      content.unsynced = [];
    }
    this.#names = new Map(this.#durableNames);
  }

  #read(path: string): Buffer {
    const content = this.#names.get(path);
    if (!content) throw Object.assign(new Error(`ENOENT: ${path}`), {code: "ENOENT"});
    return applied(content.durable, content.unsynced);
  }

  #create(path: string, operate: <T>(operation: () => T) => T): SpoolFile {
    const content: Content = {durable: nothing, unsynced: []};
    this.#names.set(path, content);
    return {
      write: async (parts, position) => operate(() => this.#write(content, {bytes: Buffer.concat(parts), position})),
      sync: async () => operate(() => this.#sync(content)),
      close: async () => {}
    };
  }

  #write({unsynced}: Content, {bytes, position}: Write): void {
    const failing = this.#happens(this.faults);
    const written = failing ? Math.floor(this.random() * bytes.length) : bytes.length;
    unsynced.push({position, bytes: Buffer.from(bytes.subarray(0, written))});
    if (failing) throw this.#fault();
  }

  #sync(content: Content): void {
    if (this.#happens(this.faults)) {
      // a system that failed to write pages may count them as clean and never try again
      content.unsynced = content.unsynced.filter(() => this.#happens(0.5));
      throw this.#fault();
    }
    content.durable = applied(content.durable, content.unsynced);
    content.unsynced = [];
  }

  #syncFolder(folder: string): void {
    for (const path of this.#everyName()) if (dirname(path) === folder) this.#settle(path);
  }

  *#everyName(): Generator<string> {
    yield* this.#names.keys();
    for (const path of this.#durableNames.keys()) if (!this.#names.has(path)) yield path;
  }

  #settle(path: string): void {
    const content = this.#names.get(path);
    if (content) this.#durableNames.set(path, content);
    else this.#durableNames.delete(path);
  }

  #happens(probability: number): boolean {
    return this.random() < probability;
  }

  #fault(): Error {
    const code = this.#happens(0.5) ? "ENOSPC" : "EIO";
    return Object.assign(new Error(`${code}: injected`), {code});
  }
}

function sectors({position, bytes}: Write): Write[] {
  const parts: Write[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = Math.min(bytes.length, start + sector - ((position + start) % sector));
    parts.push({position: position + start, bytes: bytes.subarray(start, end)});
    start = end;
  }
  return parts;
}

function applied(durable: Buffer, writes: Write[]): Buffer {
  if (!writes.length) return durable;
  const length = Math.max(durable.length, ...writes.map(({position, bytes}) => position + bytes.length));
  const result = Buffer.alloc(length);
  durable.copy(result);
  for (const {position, bytes} of writes) bytes.copy(result, position);
  return result;
}
