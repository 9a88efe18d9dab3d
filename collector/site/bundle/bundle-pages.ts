import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdir, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {dirname, join, posix, sep} from "node:path";
import {VERSION} from "rollup";
import {type Bundle, bundleModules, type Chunk, type PageModules} from "./bundle-modules.ts";
import {type Edit, givenLibraries, givenModules} from "./given-library.ts";
import {type PageScript, pageScript, preloaded} from "./page-script.ts";

interface Page extends PageModules {
  /** Relative to the site. */
  path: string;
  html: string;
  script: PageScript;
  /** What cells lose of their inputs to the page's own imports. */
  edits: Edit[];
}

/** Raised when a bundle of the same modules would come out differently. */
const format = 3;

/**
 * Joins what the pages of a built site import at once: into one file for each page, and a few that pages share.
 * Framework leaves every component and library a file of its own, and a reader pays for each; what it gives pages by name,
 * it gives whole, and late. What a page may import later stays as it is. The bundle is kept in `cache` until a page imports something else: modules carry a hash of their
 * content in their names.
 */
export async function bundlePages(site: string, {cache}: {cache: string}): Promise<void> {
  const pages = await readPages(site);
  if (!pages.length) return;
  const wanted = pages.map(({path, modules, libraries}) => [path, {modules, libraries}]);
  const bundle = await keptBundle(cache, site, Object.fromEntries(wanted));
  for (const {file, code} of bundle.chunks) await writeInto(join(site, file), code);
  for (const page of pages) await writeFile(join(site, page.path), rewritten(page, bundle));
}

async function keptBundle(cache: string, site: string, wanted: Record<string, PageModules>): Promise<Bundle> {
  const key = createHash("sha256")
    .update(JSON.stringify([format, VERSION, wanted]))
    .digest("hex");
  const file = join(cache, `${key}.json`);
  const kept = await readFile(file, "utf8").then(JSON.parse, () => null);
  if (kept) return kept;
  const bundle = await bundleModules(site, wanted);
  await rm(cache, {recursive: true, force: true});
  await writeInto(file, JSON.stringify(bundle));
  return bundle;
}

async function writeInto(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), {recursive: true});
  await writeFile(file, text);
}

async function readPages(site: string): Promise<Page[]> {
  const names = (await readdir(site, {recursive: true})).filter((name) => name.endsWith(".html")).sort();
  const given = await givenModules(site);
  const pages: Page[] = [];
  for (const name of names) {
    const path = name.split(sep).join("/");
    const html = await readFile(join(site, name), "utf8");
    const script = pageScript(html);
    if (!script) continue;
    const modules = modulesOf(path, html, script).filter((module) => existsSync(join(site, module)));
    const {libraries, edits} = givenLibraries(script, given);
    if (modules.length || libraries.length) pages.push({path, html, script, modules, libraries, edits});
  }
  return pages;
}

/** What a page imports by a name that it also has the browser fetch ahead, so not what it may import later. */
function modulesOf(path: string, html: string, {imports}: PageScript): string[] {
  const ahead = new Set(preloaded(html));
  const modules = imports.filter(({specifier}) => ahead.has(specifier)).map(({specifier}) => inSite(path, specifier));
  return [...new Set(modules)].filter((module) => /^_(import|npm)\//.test(module) && !module.includes("/htl@"));
}

const inSite = (page: string, specifier: string): string => posix.join(posix.dirname(page), specifier);

/** The page with its bundle in place of what it imported, and with what the bundle needs fetched ahead. */
function rewritten({path, html, script, modules, libraries, edits}: Page, {entries, chunks}: Bundle): string {
  const entry = chunks.find(({file}) => file === entries[path])!;
  const joined = script.imports.flatMap(({specifier, start, end}): Edit[] => {
    const i = modules.indexOf(inSite(path, specifier));
    return i < 0 ? [] : [{start, end, text: `Promise.resolve(m${i})`}];
  });
  let text = html.slice(script.start, script.end);
  for (const {start, end, text: instead} of [...joined, ...edits].sort((a, b) => b.start - a.start))
    text = text.slice(0, start - script.start) + instead + text.slice(end - script.start);
  const absorbed = new Set(chunks.flatMap((chunk) => chunk.modules));
  const head = html
    .slice(0, script.start)
    .replace(/<link rel="modulepreload" href="([^"]+)">\n?/g, (link, href) =>
      absorbed.has(inSite(path, href)) ? "" : link
    );
  const address = (file: string) => `./${posix.relative(posix.dirname(path), file)}`.replace(/^\.\/\.\./, "..");
  const ahead = withImports(entry, chunks).map(({file}) => `<link rel="modulepreload" href="${address(file)}">\n`);
  const names = [...modules.map((_, i) => `m${i}`), ...libraries.map(({name}) => name)].join(", ");
  const at = head.lastIndexOf("<script");
  return [
    head.slice(0, at),
    ...ahead,
    head.slice(at),
    `\nimport {${names}} from "${address(entry.file)}";`,
    text,
    html.slice(script.end)
  ].join("");
}

/** A chunk and those that it imports at once. */
function withImports(entry: Chunk, chunks: Chunk[]): Chunk[] {
  const needed = new Set([entry]);
  for (const {imports} of needed) for (const chunk of chunks) if (imports.includes(chunk.file)) needed.add(chunk);
  return [...needed];
}
