import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {keepJson, keptJson} from "./kept-json.ts";
import {readShapes} from "./read-shapes.ts";
import type {ComponentShapes} from "./shape.ts";
import type {SiteFiles} from "./site-files.ts";

/** Changes with what is read of a type. */
const version = 2;

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
  const kept = keptJson<{hash: string; shapes: ComponentShapes}>(root, "shapes.json");
  if (kept?.hash === hash) return kept.shapes;
  const {default: ts} = await import("typescript");
  return keepJson(root, "shapes.json", {hash, shapes: readShapes(ts, texts)}).shapes;
}
