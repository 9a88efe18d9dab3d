import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {checkAddresses, resolved} from "./check-addresses.ts";
import {checkFrontMatter, type TableSource} from "./check-front-matter.ts";
import {checkImports, type PageImports} from "./check-imports.ts";
import {checkLoaders} from "./check-loaders.ts";
import {checkMenu} from "./check-menu.ts";
import {checkNames} from "./check-names.ts";
import {checkOptions} from "./check-options.ts";
import {type Columns, checkSql, databaseOf, hasSql} from "./check-sql.ts";
import {componentShapes} from "./component-shapes.ts";
import {type Mistake, sortedMistakes} from "./mistake.ts";
import {publishedColumns} from "./published-columns.ts";
import {type Page, readPage} from "./read-page.ts";
import {type PageCode, readScripts} from "./read-scripts.ts";
import {SiteFiles} from "./site-files.ts";
import {type TableColumnsOptions, tableColumns} from "./table-columns.ts";

export interface ValidateOptions extends TableColumnsOptions {
  /** Only these files, relative to the project, and nothing of the site as a whole; all when left out. */
  only?: readonly string[];
}

export interface Validation {
  mistakes: Mistake[];
  /** Pages that were read. */
  pages: number;
  /** What could not be checked, and why. */
  unchecked: string[];
}

/** Checks the site's pages, components and loaders, without building it. */
export async function validateSite({only, ...options}: ValidateOptions): Promise<Validation> {
  const {root} = options;
  const folder = join(root, "src");
  if (!existsSync(folder)) return {mistakes: [], pages: 0, unchecked: []};
  const files = new SiteFiles(folder);
  const shapes = await componentShapes(root, files);
  const result: Validation = {mistakes: [], pages: 0, unchecked: []};
  const read: PageImports[] = [];
  const drafts = new Set<string>();
  for (const path of files.pages) {
    const file = `src/${path}`;
    if (only && !only.includes(file)) continue;
    const page = readPage(file, `/${path.slice(0, -".md".length)}`, readFileSync(join(root, file), "utf8"));
    const code = readScripts(page);
    const {mistakes, tables, draft} = checkFrontMatter(page);
    if (draft) drafts.add(page.path);
    read.push({page, code});
    result.pages++;
    result.mistakes.push(...mistakes, ...code.mistakes, ...checkNames(page, code));
    result.mistakes.push(...checkAddresses(page, code, files), ...checkOptions(page, code, shapes));
    const known = await databaseFor(page, code, tables);
    if (known) result.mistakes.push(...(await checkSql(page, code, known)));
  }
  result.mistakes.push(...(await checkImports(root, files, read, {pagesOnly: only !== undefined})));
  if (!only) result.mistakes.push(...checkMenu(root, files, drafts), ...checkLoaders(files));
  return {...result, mistakes: sortedMistakes(result.mistakes)};

  /** The tables that a page's SQL may name; null when they cannot be told, or there is no SQL. */
  async function databaseFor(page: Page, code: PageCode, tables: readonly TableSource[]) {
    const own = await columnsOf(tables, page);
    if (!hasSql(code)) return null;
    const database = databaseOf(code);
    if (database === "page") return own;
    const published = database === "published" ? await publishedColumns(options) : null;
    if (!published) result.unchecked.push(`${page.source.file}: SQL over tables that are not known here`);
    return published;
  }

  /** Columns of a page's tables; null when one of them cannot be told. */
  async function columnsOf(tables: readonly TableSource[], {source, path}: Page): Promise<Map<string, Columns> | null> {
    const known = new Map<string, Columns>();
    for (const {name, source: file, offset} of tables) {
      const target = resolved(path, file);
      const remote = /^\w+:/.test(file);
      if (!remote && !files.behind(target)) {
        const hint = `add the file src/${target}, or a loader src/${target}.ts that prints it`;
        result.mistakes.push(source.mistake(offset, `file not found: ${target}`, hint));
      }
      const columns = remote ? null : await tableColumns(target, files, options).catch((error: Error) => error);
      if (!columns || columns instanceof Error) {
        const reason = columns?.message ?? `columns of ${file} are not known`;
        if (remote || files.behind(target)) result.unchecked.push(`${source.file}: SQL over ${name} (${reason})`);
        return null;
      }
      known.set(name, columns);
    }
    return known;
  }
}
