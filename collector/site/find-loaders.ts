import {readdirSync, readFileSync} from "node:fs";
import {basename, join, relative} from "node:path";

export interface Loader {
  /** Relative to the project. */
  script: string;
  /** What it makes, relative to the site's sources. */
  target: string;
}

const loaderName = /^([^[\]]+\.(?!d\.|test\.)\w+)\.[jt]s$/;
const textName = /\.(md|html|[jt]sx?)$/;

/**
 * The data loaders whose output some page or component mentions by name, and those that make pages. Parameterized ones,
 * and those in other languages, are left to Framework.
 */
export function findLoaders(root: string, source = "src"): Loader[] {
  const files = filesOf(join(root, source));
  const texts = files.filter((file) => textName.test(file)).map((file) => readFileSync(file, "utf8"));
  return files.flatMap((file) => {
    const path = relative(join(root, source), file);
    const target = loaderName.exec(path)?.[1];
    if (!target) return [];
    const used = target.endsWith(".md") || texts.some((text) => text.includes(basename(target)));
    return used ? [{script: relative(root, file), target}] : [];
  });
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, {withFileTypes: true}).flatMap((entry) => {
    if (entry.name.startsWith(".")) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesOf(path) : [path];
  });
}
