import {createHash} from "node:crypto";
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync} from "node:fs";
import {open} from "node:fs/promises";
import {join} from "node:path";
import {Fragment, identifier, literal} from "../lake/fragment.ts";
import type {Lake} from "../lake.ts";
import {codeHash} from "./code-hash.ts";
import type {TableFile, TablePart, WrittenPart} from "./published-table.ts";

/** Folder of these files in the data folder. */
export const tablesFolder = (data: string): string => join(data, "tables");

/** How long a file stays that no index names any more: a page being built may still do, ms. */
const graceMs = 3_600_000;
/** One series' day by the minute is in one of these. A multiple of DuckDB's vectors. */
const rowGroupSize = 20_480;

export interface StoreOptions {
  /** Where the files lie. */
  folder?: string;
  /** Whether a file's content is looked at before it is taken again, and not its length alone. */
  checked?: boolean;
}

/**
 * The Parquet files of published tables, in the data folder. A part whose key is known is not made again; names carry a
 * hash of the content, so that a file never changes.
 */
export class TableStore {
  readonly folder: string;
  readonly #lake: Lake;
  readonly #checked: boolean;
  readonly #code = codeHash();
  readonly #known: Record<string, TableFile>;
  readonly #used: Record<string, TableFile> = {};

  constructor(lake: Lake, {folder = tablesFolder(lake.data), checked = false}: StoreOptions = {}) {
    this.#lake = lake;
    this.#checked = checked;
    this.folder = folder;
    mkdirSync(this.folder, {recursive: true});
    this.#known = readKnown(join(this.folder, "made.json"));
  }

  /** @param time the column that bounds are taken of */
  async make(part: TablePart | WrittenPart, time: string): Promise<TableFile> {
    const {name, key} = part;
    const hash = sha256(JSON.stringify([this.#code, name, time, key]));
    const known = key === undefined ? undefined : this.#known[hash];
    const file = known && this.#holds(known) ? known : await this.#write(part, time);
    if (key === undefined) this.#used[file.url] = file;
    else this.#used[hash] = file;
    return file;
  }

  /** Where a file lies. */
  path({url}: TableFile): string {
    return join(this.folder, url);
  }

  /** Remembers what was made, and removes what no one can need any more. */
  keep({now = Date.now} = {}): void {
    const partial = join(this.folder, `made.json.${process.pid}`);
    writeFileSync(partial, JSON.stringify(this.#used));
    renameSync(partial, join(this.folder, "made.json"));
    const used = new Set(["made.json", ...Object.values(this.#used).map(({url}) => url)]);
    for (const name of readdirSync(this.folder)) {
      const path = join(this.folder, name);
      const changed = used.has(name) ? undefined : statSync(path, {throwIfNoEntry: false})?.mtimeMs;
      if (changed !== undefined && now() - changed > graceMs) rmSync(path, {force: true, recursive: true});
    }
  }

  #holds(file: TableFile): boolean {
    const path = this.path(file);
    if (statSync(path, {throwIfNoEntry: false})?.size !== file.bytes) return false;
    return !this.#checked || file.url.endsWith(hashed("", readFileSync(path)));
  }

  async #write(part: TablePart | WrittenPart, time: string): Promise<TableFile> {
    const {name} = part;
    const partial = join(this.folder, `${name}.${process.pid}.partial.parquet`);
    if ("write" in part) await part.write(partial);
    else await this.#lake.copyTo(part.query, partial, {compression: "snappy", rowGroupSize});
    const [column, rows] = [new Fragment([identifier(time)]), new Fragment([literal(partial)])];
    const [bounds] = await this.#lake.sql<Pick<TableFile, "rows" | "from" | "to">>`
      SELECT count(*) AS rows, min(${column}) AS "from", max(${column}) AS "to" FROM ${rows}`;
    const url = hashed(name, readFileSync(partial));
    await synced(partial);
    renameSync(partial, join(this.folder, url));
    return {url, rows: bounds!.rows, bytes: statSync(join(this.folder, url)).size, from: bounds!.from, to: bounds!.to};
  }
}

/** Name of a file with that content. */
const hashed = (name: string, content: Buffer): string => `${name}.${sha256(content).slice(0, 8)}.parquet`;

const sha256 = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex");

/** A renamed file is there after a power cut; its bytes are only if they were told to be. */
async function synced(path: string): Promise<void> {
  const handle = await open(path, "r+");
  await handle.sync().finally(() => handle.close());
}

/** Empty when it cannot be read: then everything is made anew. */
function readKnown(path: string): Record<string, TableFile> {
  try {
    return (existsSync(path) && JSON.parse(readFileSync(path, "utf8"))) || {};
  } catch {
    return {};
  }
}
