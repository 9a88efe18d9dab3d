import {type FileHandle, open, stat} from "node:fs/promises";
import {join} from "node:path";
import {atOnce} from "../shared/at-once.ts";
import {type Hash, type Place, placeMatcher} from "./place.ts";

/** A file that there may be something to read of. */
export interface DueFile {
  name: string;
  /** Whether it has not changed for long, so that its last record needs no line end. */
  isLast: boolean;
}

/** After so many polls without a change, the last record of a file is whole without a line end. */
export const quietPolls = 10;

/** How far each file was read, whatever its name is by now. Files that are gone are forgotten after as many polls. */
export class KnownFiles {
  readonly #folder: string;
  readonly #hash: Hash;
  readonly #places: Map<string, Place>;
  readonly #seen = new Map<string, {state: string; polls: number}>();
  #gone: {place: Place; polls: number}[] = [];

  constructor(folder: string, places: Place[], hash: Hash) {
    this.#folder = folder;
    this.#hash = hash;
    this.#places = new Map(places.map((place) => [place.name, place]));
  }

  /**
   * Those of the files that changed since the last call, are new or have been quiet for long, and have more than was read.
   * Many are looked at together: one after the other, a busy collector would come to the last only after many turns.
   */
  async due(names: string[], cannotRead: (name: string, cause: unknown) => void): Promise<DueFile[]> {
    const looks = await atOnce(names, async (name) => {
      try {
        return await this.#look(name);
      } catch (error) {
        if (!isGone(error)) cannotRead(name, error);
        return null;
      }
    });
    const strangers = names.filter((_, i) => looks[i] && !looks[i].isKnown);
    await this.#settle(names, strangers);
    return names.flatMap((name, i) => {
      const look = looks[i];
      const isDue = look && (look.polls === 0 || look.polls === quietPolls);
      return isDue && look.size !== this.#places.get(name)?.offset ? [{name, isLast: look.polls === quietPolls}] : [];
    });
  }

  place(name: string): Place | null {
    return this.#places.get(name) ?? null;
  }

  moveOn(place: Place): void {
    this.#places.set(place.name, place);
  }

  /** Has a file looked at again, as it has changed meanwhile. */
  doubt(name: string): void {
    this.#seen.delete(name);
  }

  all(): Place[] {
    return [...this.#gone.map(({place}) => place), ...this.#places.values()];
  }

  /** For how many calls a file has not changed, and whether it is then still the one that is known by its name. */
  async #look(name: string): Promise<{size: number; polls: number; isKnown: boolean}> {
    const {dev, ino, size, mtimeMs} = await stat(join(this.#folder, name));
    const state = `${dev} ${ino} ${size} ${mtimeMs}`;
    const before = this.#seen.get(name);
    const polls = before?.state === state ? before.polls + 1 : 0;
    this.#seen.set(name, {state, polls});
    const place = this.#places.get(name);
    const isKnown = polls > 0 || (place !== undefined && (await this.#matching(name, [place])) !== null);
    return {size, polls, isKnown};
  }

  /** Gives files that are not what was known under their names the places of those that moved. */
  async #settle(names: string[], strangers: string[]): Promise<void> {
    const there = new Set(names);
    const strange = new Set(strangers);
    for (const name of this.#seen.keys()) if (!there.has(name)) this.#seen.delete(name);
    for (const place of this.#places.values()) {
      if (there.has(place.name) && !strange.has(place.name)) continue;
      this.#places.delete(place.name);
      this.#gone.push({place, polls: 0});
    }
    for (const name of strangers) {
      const candidates = this.#gone.map(({place}) => place).sort((a, b) => b.offset - a.offset);
      const found = await this.#matching(name, candidates).catch(() => null);
      if (!found) continue;
      this.#gone = this.#gone.filter(({place}) => place !== found);
      this.#places.set(name, {...found, name});
    }
    this.#gone = this.#gone.flatMap(({place, polls}) => (polls < quietPolls ? [{place, polls: polls + 1}] : []));
  }

  async #matching(name: string, candidates: Place[]): Promise<Place | null> {
    if (!candidates.length) return null;
    return await withFile(join(this.#folder, name), async (file) => {
      const matches = await placeMatcher(file, this.#hash);
      for (const place of candidates) if (await matches(place)) return place;
      return null;
    });
  }
}

/** What `use` makes of an open file, which is closed behind it. */
async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

const isGone = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";
