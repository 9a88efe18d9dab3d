import {existsSync} from "node:fs";
import {readFile, stat} from "node:fs/promises";
import {dirname, join, relative, sep} from "node:path";
import {transform} from "esbuild";
import {type OutputChunk, type Plugin, rollup} from "rollup";
import {chunkNames} from "./chunk-names.ts";
import type {GivenLibrary} from "./given-library.ts";

/** What a page has at once. Paths are relative to the site. */
export interface PageModules {
  /** What it imports, each once. */
  modules: string[];
  libraries: GivenLibrary[];
}

/** What pages import at once, joined. Paths are relative to the site, with `/`. */
export interface Bundle {
  /** By page the chunk that exports `m0`, `m1` ..., the page's modules in their order, and libraries by their names. */
  entries: Record<string, string>;
  chunks: Chunk[];
}

export interface Chunk {
  file: string;
  code: string;
  /** Other chunks that it imports at once. */
  imports: string[];
  /** The modules inside. */
  modules: string[];
}

const prefix = "\0page:";

/** Joins what pages of a built site have at once, by page, without what nobody uses. Nothing is written. */
export async function bundleModules(site: string, wanted: Record<string, PageModules>): Promise<Bundle> {
  const pages = Object.keys(wanted);
  const bundle = await rollup({
    input: Object.fromEntries(pages.map((page) => [page.replace(/\.html$/, "").replaceAll("/", "-"), prefix + page])),
    preserveEntrySignatures: "allow-extension",
    makeAbsoluteExternalsRelative: false,
    treeshake: {moduleSideEffects: false},
    plugins: [pageEntries(site, wanted), leaveOutside(site)]
  });
  const {output} = await bundle.generate({
    format: "es",
    dir: site,
    paths: (id) => `../../${inSite(site, id)}`, // of what is left outside, from a file two folders down
    entryFileNames: "_import/pages/[name].[hash:8].js",
    chunkFileNames: "_import/shared/[name].[hash:8].js",
    hashCharacters: "hex",
    manualChunks: chunkNames(prefix, await sizesOf(bundle.watchFiles))
  });
  await bundle.close();
  const chunks = output.filter((file): file is OutputChunk => file.type === "chunk");
  const own = new Set(chunks.map(({fileName}) => fileName));
  return {
    entries: Object.fromEntries(
      chunks.flatMap(({facadeModuleId, fileName}) =>
        facadeModuleId?.startsWith(prefix) ? [[facadeModuleId.slice(prefix.length), fileName]] : []
      )
    ),
    chunks: await Promise.all(
      chunks.map(async ({fileName, code, imports, moduleIds}) => ({
        file: fileName,
        code: (await transform(code, {minify: true, format: "esm", target: "es2022"})).code,
        imports: imports.filter((file) => own.has(file)),
        modules: moduleIds.filter((id) => !id.startsWith(prefix)).map((id) => inSite(site, id))
      }))
    )
  };
}

const inSite = (site: string, id: string): string => relative(site, id).split(sep).join("/");

/** A module for each page that exports what it has. */
function pageEntries(site: string, wanted: Record<string, PageModules>): Plugin {
  const address = (module: string) => JSON.stringify(join(site, module));
  const entry = ({modules, libraries}: PageModules) => [
    ...modules.map((module, i) => `export * as m${i} from ${address(module)};`),
    ...libraries.map(({name, module, members}) => {
      const own = members.map((member) => `${member}: whole${name}.${member}`);
      return `import * as whole${name} from ${address(module)}; export const ${name} = {${own.join(", ")}};`;
    })
  ];
  return {
    name: "page-entries",
    resolveId: (id) => (id.startsWith(prefix) ? id : null),
    load: (id) => (id.startsWith(prefix) ? entry(wanted[id.slice(prefix.length)]!).join("\n") : null)
  };
}

/** Leaves alone what has to stay at its own address: modules that ask for it, and htl, which Framework's `html` is, too. */
function leaveOutside(site: string): Plugin {
  return {
    name: "leave-outside",
    async resolveId(specifier, importer) {
      if (!importer) return null;
      const id = specifier.startsWith(".") ? join(dirname(importer), specifier) : specifier;
      if (!id.startsWith(site + sep)) return null;
      const text = existsSync(id) ? await readFile(id, "utf8") : "import.meta";
      return {id, external: text.includes("import.meta") || id.includes(`${sep}htl@`)};
    }
  };
}

async function sizesOf(files: string[]): Promise<Map<string, number>> {
  const sizes = files.filter((file) => existsSync(file)).map(async (file) => [file, (await stat(file)).size] as const);
  return new Map(await Promise.all(sizes));
}
