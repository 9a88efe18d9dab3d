import {readFileSync} from "node:fs";
import {basename, join} from "node:path";
import type {Mistake} from "./mistake.ts";
import {loaderEnding, type SiteFiles} from "./site-files.ts";

/** Loaders whose output nothing on the site mentions. */
export function checkLoaders({paths, folder}: SiteFiles): Mistake[] {
  const texts = [...paths]
    .filter((path) => /\.(md|html|[jt]sx?)$/.test(path))
    .map((path) => ({path, text: readFileSync(join(folder, path), "utf8")}));
  return [...paths].flatMap((path) => {
    const target = path.replace(loaderEnding, "");
    const makes = /\.\w+$/.exec(basename(target));
    if (target === path || !makes || makes[0] === ".md" || makes[0] === ".d" || path.includes("[")) return [];
    if (texts.some((one) => one.path !== path && one.text.includes(basename(target)))) return [];
    const hint = `read it with FileAttachment("${target}"), or remove it`;
    return [{file: `src/${path}`, line: 1, column: 1, message: `unused loader: nothing reads ${target}`, hint}];
  });
}
