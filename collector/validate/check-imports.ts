import {readFileSync} from "node:fs";
import {join, posix} from "node:path";
import {type BuildOptions, build, type Message, type Plugin} from "esbuild";
import type {Mistake} from "./mistake.ts";
import {didYouMean, nearest} from "./nearest.ts";
import type {Page} from "./read-page.ts";
import type {PageCode} from "./read-scripts.ts";
import type {SiteFiles} from "./site-files.ts";

export interface PageImports {
  page: Page;
  code: PageCode;
}

/**
 * Imports that lead nowhere, names that are imported and not exported, and syntax errors, in pages, components, loaders
 * and what they import. A page stands for a module with its imports in the places they have on the page.
 */
export async function checkImports(
  root: string,
  files: SiteFiles,
  pages: readonly PageImports[],
  {pagesOnly = false} = {}
): Promise<Mistake[]> {
  const modules = [...files.paths].filter((path) => /\.[jt]sx?$/.test(path) && !path.endsWith(".d.ts"));
  const imports = new Map(pages.map(({page, code}) => [page.source.file, onlyImports(page, code)]));
  const entries = [...(pagesOnly ? [] : modules.map((path) => `src/${path}`)), ...imports.keys()];
  const first = await bundle(root, entries, imports, []);
  const missing = first.flatMap(({text}) => unresolved(text) ?? []);
  // names are looked at only once every module is found
  const second = missing.length ? await bundle(root, entries, imports, missing) : [];
  return [...first, ...second].flatMap((message) => mistakeOf(message, files, root));
}

async function bundle(root: string, entryPoints: string[], imports: Map<string, string>, absent: string[]) {
  const options: BuildOptions = {
    absWorkingDir: root,
    entryPoints,
    outdir: "unused",
    bundle: true,
    write: false,
    packages: "external",
    external: ["npm:*", "jsr:*", "observablehq:*"],
    format: "esm",
    platform: "node",
    logLevel: "silent",
    logLimit: 0,
    plugins: [pagesAndTypeScript(root, imports, new Set(absent))]
  };
  return build(options).then(
    () => [],
    (failure: {errors: Message[]}) => failure.errors
  );
}

/** `./x.js` may be written in TypeScript. */
const pagesAndTypeScript = (root: string, imports: Map<string, string>, absent: Set<string>): Plugin => ({
  name: "pages",
  setup({onLoad, onResolve, resolve}) {
    onResolve({filter: /^(\.\.?|)\/.*\.js$/}, async ({path, pluginData, kind, ...rest}) => {
      if (pluginData === "again" || kind === "entry-point") return undefined;
      if (absent.has(path)) return {path, external: true};
      const relative = path.startsWith("/") ? join(root, "src", path) : path;
      for (const ending of [".ts", ".tsx", ".jsx"]) {
        const found = await resolve(relative.replace(/\.js$/, ending), {...rest, kind, pluginData: "again"});
        if (!found.errors.length) return found;
      }
      return path.startsWith("/") ? resolve(relative, {...rest, kind, pluginData: "again"}) : undefined;
    });
    onLoad({filter: /\.md$/}, ({path}) => {
      const contents = imports.get(posix.relative(root, path));
      return contents === undefined ? undefined : {contents, loader: "js"};
    });
    onLoad({filter: /\.(css|svg|json|wasm)$/}, () => ({contents: "", loader: "empty"}));
  }
});

/** The page's text with everything but its imports blanked out. */
function onlyImports({source}: Page, {scripts}: PageCode): string {
  const kept = scripts.flatMap(({body, code}) =>
    body.type !== "Program"
      ? []
      : body.body.flatMap((node) =>
          node.type === "ImportDeclaration" ? [[code.offset(node.start), code.offset(node.end)] as const] : []
        )
  );
  let text = "";
  for (const [start, end] of [...kept].sort(([a], [b]) => a - b)) {
    if (start < text.length) continue;
    text += blank(source.text.slice(text.length, start)) + source.text.slice(start, end);
  }
  return text;
}

const blank = (text: string): string => text.replaceAll(/[^\n]/g, " ");

const unresolved = (text: string): string | undefined => /^Could not resolve "(.*)"$/.exec(text)?.[1];

function mistakeOf({text, location}: Message, files: SiteFiles, root: string): Mistake[] {
  if (!location) return [];
  const place = {file: location.file, line: location.line, column: location.column + 1};
  const missing = unresolved(text);
  if (missing !== undefined) {
    const folder = posix.dirname(posix.relative("src", location.file));
    const modules = [...files.paths]
      .filter((path) => /\.[jt]s$/.test(path))
      .map((path) => path.replace(/\.ts$/, ".js"));
    const meant = nearest(posix.join(folder, missing), modules);
    const hint = meant && `did you mean ${relativeImport(folder, meant)}?`;
    return [{...place, message: `module not found: ${missing}`, ...(hint && {hint})}];
  }
  const [, file, name] = /^No matching export in "(.*)" for import "(.*)"$/.exec(text) ?? [];
  if (!file || !name) return [{...place, message: `syntax error: ${text.slice(0, 1).toLowerCase()}${text.slice(1)}`}];
  const names = exportsOf(join(root, file));
  return [
    {...place, message: `not exported: ${name}`, hint: didYouMean(name, names) ?? `${file} exports ${names.join(", ")}`}
  ];
}

function relativeImport(folder: string, path: string): string {
  const relative = posix.relative(folder, path);
  return relative.startsWith(".") ? relative : `./${relative}`;
}

function exportsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^export (?:async )?(?:function\*?|const|let|class) ([\w$]+)/gm)].map(([, name]) => name!);
}
