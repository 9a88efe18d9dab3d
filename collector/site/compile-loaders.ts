import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {rm} from "node:fs/promises";
import {join, resolve} from "node:path";
import {build, type Metafile, type Plugin} from "esbuild";
import {compiledForNode} from "../compiled-for-node.js";

/** A script of the project as Node runs it at once. */
export interface CompiledScript {
  /** The JavaScript, absolute. */
  file: string;
  /** Hashes of what it is made of, by path relative to the project: itself, what it imports, the lockfile. */
  code: Record<string, string>;
  /** Whether it may read things that nobody hears of: files, the network, the environment. */
  mayReadMore: boolean;
}

const lockfile = "package-lock.json";
/** Of modules outside `loaders/`, which tell what they read. */
const readingMore = /\bfetch\(|\bprocess\.env\b|\bDate\.now\(|\bnew Date\(\)/;

/**
 * Compiles scripts with what they import, which they share, into a folder that is emptied first. null when one cannot be
 * compiled: it then has to be run as it is, to say why.
 */
export async function compileLoaders(
  root: string,
  scripts: readonly string[],
  folder: string
): Promise<Map<string, CompiledScript> | null> {
  await rm(folder, {recursive: true, force: true});
  const built = await build({
    absWorkingDir: root,
    entryPoints: scripts.map((script, i) => ({in: script, out: `loader-${i}`})),
    outdir: folder,
    ...compiledForNode,
    plugins: [ownPlaces],
    metafile: true,
    logLevel: "silent"
  }).catch(() => null);
  if (!built) return null;
  const hashes = new Map([...Object.keys(built.metafile.inputs), lockfile].map((path) => [path, hashOf(root, path)]));
  return new Map(
    scripts.map((script, i) => {
      const inputs = importedBy(script, built.metafile);
      const code = Object.fromEntries([...inputs, lockfile].sort().map((path) => [path, hashes.get(path)!]));
      const mayReadMore = inputs.some((path) => readsMore(root, path, built.metafile));
      return [script, {file: join(folder, `loader-${i}.js`), code, mayReadMore}];
    })
  );
}

/** A module and all that it imports, directly or not, without packages. */
function importedBy(script: string, {inputs}: Metafile): string[] {
  const found = new Set([script]);
  for (const path of found)
    for (const {path: imported, external} of inputs[path]?.imports ?? []) if (!external) found.add(imported);
  return [...found];
}

function readsMore(root: string, path: string, {inputs}: Metafile): boolean {
  if (/(^|\/)(loaders|data)\//.test(path) && !path.startsWith("src/")) return false;
  return (
    inputs[path]!.imports.some(({external}) => external) || readingMore.test(readFileSync(resolve(root, path), "utf8"))
  );
}

function hashOf(root: string, path: string): string {
  try {
    return createHash("sha256")
      .update(readFileSync(resolve(root, path)))
      .digest("hex")
      .slice(0, 16);
  } catch {
    return "none";
  }
}

/** Modules that ask where they lie hear of their source. */
const ownPlaces: Plugin = {
  name: "own-places",
  setup({onLoad}) {
    onLoad({filter: /\.[jt]s$/}, ({path}) => {
      const text = readFileSync(path, "utf8");
      if (!text.includes("import.meta.dirname")) return null;
      const place = JSON.stringify(join(path, ".."));
      return {contents: text.replaceAll("import.meta.dirname", place), loader: path.endsWith(".ts") ? "ts" : "js"};
    });
  }
};
