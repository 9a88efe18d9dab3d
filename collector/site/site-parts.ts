import {createHash} from "node:crypto";
import {readdirSync, readFileSync, statSync} from "node:fs";
import {join, resolve} from "node:path";
import {build} from "esbuild";
import type {Loader} from "./find-loaders.ts";

/**
 * All that Framework's output depends on besides the data, as hashes by path relative to the project: what lies in `src`,
 * the configuration with what it imports and the variables it asks for, the lockfile. Of loaders it takes the output of
 * those that make pages, and of others only that they are there.
 */
export async function siteParts(root: string, loaders: readonly Loader[]): Promise<Record<string, string>> {
  const parts: Record<string, string> = {node: process.version};
  const targets = new Map(loaders.map(({script, target}) => [script, target]));
  for (const name of readdirSync(join(root, "src"), {recursive: true, encoding: "utf8"}).sort()) {
    const path = join("src", name);
    if (name.startsWith(".observablehq") || !statSync(join(root, path), {throwIfNoEntry: false})?.isFile()) continue;
    const target = targets.get(path);
    if (target === undefined) parts[path] = hashOf(readFileSync(join(root, path)));
    else if (target.endsWith(".md")) parts[path] = hashOf(readFileSync(join(root, "src/.observablehq/cache", target)));
    else parts[path] = "loader";
  }
  for (const path of [...(await configInputs(root)), "package-lock.json"]) {
    const text = textOf(resolve(root, path));
    parts[path] = hashOf(text);
    for (const [, name] of text.matchAll(/\bprocess\.env\.(\w+)/g))
      if (name !== "WEIR_OUT") parts[`$${name}`] = hashOf(process.env[name!] ?? "");
  }
  return parts;
}

async function configInputs(root: string): Promise<string[]> {
  const entry = readdirSync(root).filter((name) => /^observablehq\.config\.[jt]s$/.test(name));
  const {metafile} = await build({
    absWorkingDir: root,
    entryPoints: entry,
    outdir: "unused",
    bundle: true,
    write: false,
    metafile: true,
    packages: "external",
    platform: "node",
    format: "esm",
    logLevel: "silent"
  });
  return Object.keys(metafile.inputs);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // a project without lockfile
  }
}

const hashOf = (content: Buffer | string): string => createHash("sha256").update(content).digest("hex").slice(0, 16);
