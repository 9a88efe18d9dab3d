import {createHash} from "node:crypto";
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync} from "node:fs";
import {basename, dirname, join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {compiledForNode} from "./compiled-for-node.js";

/** What the commands are made of. */
const folders = ["collector", "loaders", "data/demo"];
const files = [
  "collector/compiled-for-node.js",
  "data/schema.ts",
  "data/settings.ts",
  "package-lock.json",
  "src/components/snapshot-diff.ts",
  "src/components/snapshot-figures.ts",
  "tsconfig.json"
];
/** So many compilations are kept: processes that run may still have to load a part of theirs. */
const kept = 10;
/** Stands for a source's `import.meta`, which compiling would change. */
const ownPlace = "placeOfSource";

/**
 * URL of the commands as JavaScript, compiled when a source has changed since; null when they cannot be, and have to be
 * compiled while they are loaded, which takes longer and more memory.
 */
export async function compiledCli(root = dirname(dirname(fileURLToPath(import.meta.url)))) {
  try {
    const sources = readSources(root);
    const cache = join(root, "node_modules/.cache/weir");
    const folder = join(cache, fingerprint(sources));
    if (!existsSync(folder)) {
      await compile(root, sources, folder);
      prune(cache);
    }
    return pathToFileURL(join(folder, "cli.js")).href;
  } catch {
    return null; // a folder that cannot be written, or a mistake in a source, which loading will name
  }
}

/** Contents by path. */
function readSources(root) {
  const found = folders.flatMap((folder) =>
    readdirSync(join(root, folder), {recursive: true})
      .filter((name) => name.endsWith(".ts"))
      .map((name) => `${folder}/${name}`)
  );
  return new Map([...found, ...files].sort().map((path) => [path, readFileSync(join(root, path))]));
}

function fingerprint(sources) {
  const hash = createHash("sha256").update(`${process.version} ${process.platform} ${process.arch}`);
  hash.update(readFileSync(fileURLToPath(import.meta.url)));
  for (const [path, content] of sources) hash.update(`\n${path} ${content.length}\n`).update(content);
  return hash.digest("hex").slice(0, 32);
}

/** Compiles into a folder that appears with all its files or not at all, whoever else is at it. */
async function compile(root, sources, folder) {
  const {buildSync} = await import("esbuild");
  const draft = `${folder}.${process.pid}`;
  const {outputFiles, metafile} = buildSync({
    absWorkingDir: root,
    entryPoints: ["collector/cli.ts"],
    outdir: draft,
    ...compiledForNode,
    define: {"import.meta": ownPlace},
    sourcemap: "linked",
    sourcesContent: false,
    metafile: true,
    write: false,
    logLevel: "silent"
  });
  if (fingerprint(readSources(root)) !== basename(folder)) throw new Error("a source changed meanwhile");
  const unknown = Object.keys(metafile.inputs).find((path) => !sources.has(path));
  if (unknown) throw new Error(`changes to it would go unnoticed: ${unknown}`);
  if (outputFiles.some(({text}) => text.includes(ownPlace))) throw new Error("a source asks for its own place");
  try {
    mkdirSync(draft, {recursive: true});
    writeFileSync(join(draft, "package.json"), '{"type": "module"}\n', {flush: true});
    for (const {path, contents} of outputFiles) writeFileSync(path, contents, {flush: true});
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // another process was faster
  } finally {
    rmSync(draft, {recursive: true, force: true});
  }
}

function prune(cache) {
  const madeAt = (name) => statSync(join(cache, name), {throwIfNoEntry: false})?.mtimeMs ?? 0;
  const names = readdirSync(cache).sort((a, b) => madeAt(b) - madeAt(a));
  for (const name of names.slice(kept)) rmSync(join(cache, name), {recursive: true, force: true});
}
