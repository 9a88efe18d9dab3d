import {readFile} from "node:fs/promises";
import {dirname} from "node:path";
import {pathToFileURL} from "node:url";
import type {Plugin} from "esbuild";

/**
 * Imports a module by its path. TypeScript, with the TypeScript that it imports, is compiled first, so that neither Node nor
 * its folder need to know of it; packages are looked for from where it stands.
 */
export async function importModule(path: string): Promise<{default?: unknown}> {
  if (!/\.[cm]?ts$/.test(path)) return import(pathToFileURL(path).href);
  const {build, stop} = await import("esbuild");
  const {outputFiles} = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: `node${process.versions.node}`,
    conditions: [],
    define: {
      "import.meta.url": "importMetaUrl",
      "import.meta.dirname": "importMetaDirname",
      "import.meta.filename": "importMetaFilename"
    },
    plugins: [packagesInPlace, namesInPlace, definitionAlone],
    logLevel: "silent"
  }).finally(stop); // its process would stay
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]!.contents).toString("base64")}`);
}

/** Packages are not compiled; they are imported by the URL at which the importing file finds them. */
const packagesInPlace: Plugin = {
  name: "packages in place",
  setup({onResolve, resolve}) {
    onResolve({filter: /^[^./]/}, async ({path, kind, importer, resolveDir, pluginData}) => {
      if (kind === "entry-point" || pluginData === packagesInPlace) return undefined;
      const found = await resolve(path, {kind, importer, resolveDir, pluginData: packagesInPlace});
      if (found.external || !/[\\/]node_modules[\\/]/.test(found.path)) return found;
      return {path: pathToFileURL(found.path).href, external: true};
    });
  }
};

/** A file's own names stay those of the file. */
const namesInPlace: Plugin = {
  name: "names in place",
  setup({onLoad}) {
    onLoad({filter: /\.[cm]?[jt]s$/}, async ({path}) => {
      const text = await readFile(path, "utf8");
      if (!text.includes("import.meta")) return undefined;
      const names = {
        importMetaUrl: pathToFileURL(path).href,
        importMetaDirname: dirname(path),
        importMetaFilename: path
      };
      const declared = Object.entries(names).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
      return {contents: `${declared.join(" ")} ${text}`, loader: "default"};
    });
  }
};

/** Of Weir itself a configuration needs no more than `defineConfig`. */
const definitionAlone: Plugin = {
  name: "definition alone",
  setup({onResolve, resolve}) {
    onResolve({filter: /[\\/]collector[\\/]config\.ts$/}, async ({path, kind, resolveDir}) => {
      const found = await resolve(path.replace(/config\.ts$/, "define-config.ts"), {kind, resolveDir});
      return found.errors.length ? undefined : found; // another's file of that name
    });
  }
};
