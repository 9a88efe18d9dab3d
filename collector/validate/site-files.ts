import {readdirSync} from "node:fs";
import {join, posix} from "node:path";

/** Endings of what a loader may be written in. */
const interpreters = ["js", "ts", "py", "r", "R", "rs", "go", "java", "jl", "php", "sh", "exe"];
const archives = ["zip", "tar", "tgz", "tar.gz"];

/** What the site's folder holds, by the rules with which Framework finds pages, files and loaders. */
export class SiteFiles {
  /** Relative to the folder, as in `data/load.json.ts`. */
  readonly paths: ReadonlySet<string>;
  readonly #patterns: {path: string; pattern: RegExp}[];

  constructor(readonly folder: string) {
    const found = walk(folder, "");
    this.paths = new Set(found);
    this.#patterns = found
      .filter((path) => path.includes("["))
      .map((path) => ({path, pattern: new RegExp(`^${escaped(path).replaceAll(/\\\[\w+\\\]/g, "[^/]+")}$`)}));
  }

  /** Pages as files, whether written or made by a loader. */
  get pages(): string[] {
    return [...this.paths].filter((path) => path.endsWith(".md"));
  }

  /** The file that stands behind a target, such as the loader `data/load.json.ts` behind `data/load.json`. */
  behind(target: string): string | undefined {
    const names = [target, ...interpreters.map((ending) => `${target}.${ending}`)];
    return names.map((name) => this.#find(name)).find((path) => path !== undefined) ?? this.#archiveOf(target);
  }

  /** Whether an address (without query and hash) leads to a page. */
  hasPage(path: string): boolean {
    const clean = path.replace(/\.html$/, "").replace(/\/$/, "/index");
    return [clean, posix.join(clean, "index")].some(
      (page) => this.behind(`${page.replace(/^\/+/, "")}.md`) !== undefined
    );
  }

  /** Addresses of all pages, as in `/sensors`. */
  addresses(): string[] {
    return [...this.paths]
      .filter((path) => /\.md(\.\w+)?$/.test(path) && !path.includes("["))
      .map((path) => `/${path.replace(/\.md(\.\w+)?$/, "")}`);
  }

  #find(name: string): string | undefined {
    return this.paths.has(name) ? name : this.#patterns.find(({pattern}) => pattern.test(name))?.path;
  }

  #archiveOf(target: string): string | undefined {
    for (let folder = posix.dirname(target); folder !== "." && folder !== "/"; folder = posix.dirname(folder))
      for (const archive of archives)
        for (const ending of ["", ...interpreters.map((ending) => `.${ending}`)]) {
          const found = this.#find(`${folder}.${archive}${ending}`);
          if (found) return found;
        }
    return undefined;
  }
}

/** The loaders' endings, for telling `load.json.ts` from `load.json`. */
export const loaderEnding = new RegExp(`\\.(${interpreters.join("|")})$`);

function walk(folder: string, below: string): string[] {
  return readdirSync(join(folder, below), {withFileTypes: true}).flatMap((entry) => {
    if (entry.name.startsWith(".")) return [];
    const path = posix.join(below, entry.name);
    return entry.isDirectory() ? walk(folder, path) : [path];
  });
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
