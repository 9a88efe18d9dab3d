import {readdirSync, statSync} from "node:fs";
import {join} from "node:path";
import {root} from "./root.ts";

/** What .gitignore leaves out, spelled so that no git is needed; data/ holds the user's lake beside three parts of ours. */
const ignored = [
  /^\.git$/,
  /(^|\/)(node_modules|dist|\.observablehq)$/,
  /\.log$/,
  /^data\/(?!(schema|settings)\.ts$|demo(\/|$))/
];

/** Paths of the files that make up the project, relative to the checkout, sorted. */
export function repositoryFiles(folder = root): string[] {
  const walk = (below: string): string[] =>
    readdirSync(join(folder, below), {withFileTypes: true}).flatMap((entry) => {
      const path = below ? `${below}/${entry.name}` : entry.name;
      if (ignored.some((pattern) => pattern.test(path))) return [];
      return entry.isDirectory() ? walk(path) : path;
    });
  return walk("").sort();
}

/** Size of a repository file, bytes. */
export const sizeOf = (path: string, folder = root): number => statSync(join(folder, path)).size;
