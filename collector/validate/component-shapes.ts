import {createHash} from "node:crypto";
import {mkdirSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {readShapes} from "./read-shapes.ts";
import type {ComponentShapes} from "./shape.ts";
import type {SiteFiles} from "./site-files.ts";

/** Changes with what is read of a type. */
const version = 1;

/** What the site's components take, read anew only when one of them has changed. */
export async function componentShapes(root: string, {paths, folder}: SiteFiles): Promise<ComponentShapes> {
  const texts = new Map(
    [...paths]
      .filter((path) => path.startsWith("components/") && path.endsWith(".ts") && !path.endsWith(".d.ts"))
      .sort()
      .map((path) => [path.replace(/\.ts$/, ".js"), readFileSync(join(folder, path), "utf8")])
  );
  const hash = createHash("sha256")
    .update(JSON.stringify([version, ...texts]))
    .digest("hex");
  const cache = join(root, "node_modules", ".cache", "weir-validate", "shapes.json");
  const kept = readKept(cache);
  if (kept?.hash === hash) return kept.shapes;
  const {default: ts} = await import("typescript");
  const shapes = readShapes(ts, texts);
  keep(cache, {hash, shapes});
  return shapes;
}

interface Kept {
  hash: string;
  shapes: ComponentShapes;
}

function readKept(path: string): Kept | null {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

/** Where it cannot be kept, it is read again next time. */
function keep(path: string, kept: Kept): void {
  try {
    mkdirSync(join(path, ".."), {recursive: true});
    writeFileSync(`${path}.${process.pid}`, JSON.stringify(kept));
    renameSync(`${path}.${process.pid}`, path);
  } catch {}
}
