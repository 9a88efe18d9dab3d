import {createHash} from "node:crypto";
import {cp, mkdir, readdir, readFile, rename, rm, stat, writeFile} from "node:fs/promises";
import {dirname, join, parse, posix, sep} from "node:path";
import {type HashedFile, hashFiles} from "../publish/hash-files.ts";
import type {Loader} from "./find-loaders.ts";

export interface BuiltPages {
  pages: number;
  /** `/page -> /link` for each link of the site that leads nowhere. */
  brokenLinks: string[];
}

interface Kept extends BuiltPages {
  /** What they are made of besides data, by `siteParts`. */
  parts: Record<string, string>;
  /** Addresses in the site of what loaders made, by target. */
  data: Record<string, string>;
  /** Every file: a power cut may leave them torn. */
  files: HashedFile[];
}

const hashed = /^(.*)\.[0-9a-f]{8}(\.\w+)$/;

/**
 * The pages as Framework built them last: while nothing but data has changed, they are as good as new ones once the
 * addresses of the data in them are.
 */
export class KeptPages {
  readonly #root: string;
  readonly #folder: string;

  /** @param root folder of the project */
  constructor(root: string) {
    this.#root = root;
    this.#folder = join(root, "src/.observablehq/pages");
  }

  /**
   * Keeps a site that was built a moment ago, unless its pages depend on data in other ways than by an address: then
   * nothing is kept.
   */
  async keep(
    site: string,
    built: BuiltPages,
    parts: Record<string, string>,
    loaders: readonly Loader[]
  ): Promise<void> {
    for (const name of await readdir(dirname(this.#folder)))
      if (/^pages(\.\d+)?$/.test(name)) await rm(join(dirname(this.#folder), name), {recursive: true});
    const data = await this.#dataOf(site, loaders);
    if (!data || (await scriptsNaming(site, Object.values(data)))) return;
    const partial = `${this.#folder}.${process.pid}`;
    await cp(site, join(partial, "site"), {recursive: true});
    const files = await hashFiles(site);
    await writeFile(join(partial, "kept.json"), JSON.stringify({...built, parts, data, files} satisfies Kept));
    await rename(partial, this.#folder);
  }

  /** Puts the kept pages, with present data, into `site`. Returns why not, where they have to be built. */
  async restore(site: string, parts: Record<string, string>): Promise<BuiltPages | string> {
    const text = await readFile(join(this.#folder, "kept.json"), "utf8").catch(() => null);
    const kept = text === null ? null : parsed(text);
    if (!kept) return "no pages are kept that differ in data only";
    const paths = [...new Set([...Object.keys(parts), ...Object.keys(kept.parts)])];
    const changed = paths.find((path) => parts[path] !== kept.parts[path]);
    if (changed !== undefined) return `changed: ${changed}`;
    const pages = join(this.#folder, "site");
    if (JSON.stringify(await hashFiles(pages)) !== JSON.stringify(kept.files)) return "the kept pages are damaged";
    await cp(pages, site, {recursive: true});
    const moved = await this.#placeData(site, kept.data);
    for (const page of await pagesOf(site)) {
      const html = await readFile(join(site, page), "utf8");
      await writeFile(join(site, page), withAddresses(html, moved));
    }
    return {pages: kept.pages, brokenLinks: kept.brokenLinks};
  }

  /** By target; null when the site holds files that are neither sources nor made by these loaders. */
  async #dataOf(site: string, loaders: readonly Loader[]): Promise<Record<string, string> | null> {
    const targets = new Set(loaders.map(({target}) => target));
    const data: Record<string, string> = {};
    for (const path of await filesOf(join(site, "_file"))) {
      const [, stem, extension] = hashed.exec(path) ?? [];
      const name = `${stem}${extension}`;
      if (targets.has(name)) data[name] = path;
      else if (!(await isFile(join(this.#root, "src", name)))) return null;
    }
    return data;
  }

  /** Replaces the data of kept pages. Returns the new files by their old addresses. */
  async #placeData(site: string, data: Kept["data"]): Promise<Map<string, MovedFile>> {
    const moved = new Map<string, MovedFile>();
    for (const [target, address] of Object.entries(data)) {
      const made = join(this.#root, "src/.observablehq/cache", target);
      const content = await readFile(made);
      const {dir, name, ext} = parse(target);
      const hash = createHash("sha256").update(content).digest("hex").slice(0, 8);
      const path = posix.join(dir, `${name}.${hash}${ext}`);
      await rm(join(site, "_file", address));
      await mkdir(dirname(join(site, "_file", path)), {recursive: true});
      await writeFile(join(site, "_file", path), content);
      moved.set(address, {path, size: content.length, lastModified: Math.floor((await stat(made)).mtimeMs)});
    }
    return moved;
  }
}

interface MovedFile {
  path: string;
  size: number;
  /** ms */
  lastModified: number;
}

/** A page with other addresses of its data, and with what it says of these files. */
function withAddresses(html: string, moved: ReadonlyMap<string, MovedFile>): string {
  const described = html.replace(/^(registerFile\("[^"]*", )(\{.*\})\);$/gm, (line, call: string, json: string) => {
    const file = JSON.parse(json) as {path: string; size?: number; lastModified?: number};
    const now = moved.get(file.path.replace(/^.*?_file\//, ""));
    return now ? `${call}${JSON.stringify({...file, size: now.size, lastModified: now.lastModified})});` : line;
  });
  let text = described;
  for (const [address, {path}] of moved) text = text.replaceAll(`_file/${address}`, `_file/${path}`);
  return text;
}

/** Whether a module of the site names one of these files, whose address it then carries in its own name. */
async function scriptsNaming(site: string, addresses: string[]): Promise<boolean> {
  for (const path of await filesOf(join(site, "_import"))) {
    const text = path.endsWith(".js") ? await readFile(join(site, "_import", path), "utf8") : "";
    if (addresses.some((address) => text.includes(address))) return true;
  }
  return false;
}

function parsed(text: string): Kept | null {
  try {
    return JSON.parse(text);
  } catch {
    return null; // torn by a power cut
  }
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true}).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map(({parentPath, name}) => join(parentPath, name));
  return files.map((path) =>
    path
      .slice(folder.length + 1)
      .split(sep)
      .join("/")
  );
}

const pagesOf = async (site: string): Promise<string[]> =>
  (await filesOf(site)).filter((path) => path.endsWith(".html"));

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false
  );
