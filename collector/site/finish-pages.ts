import {readdir, readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";

/** What Framework leaves out of a page: its language, for screen readers; and it forbids zooming in, which people need. */
const corrections: [string, string][] = [
  ["<html>", '<html lang="en">'],
  ["initial-scale=1, maximum-scale=1", "initial-scale=1"]
];

/** Corrects every page of a built site in place. */
export async function finishPages(site: string): Promise<void> {
  const names = await readdir(site, {recursive: true});
  for (const name of names.filter((path) => path.endsWith(".html"))) {
    const path = join(site, name);
    const html = await readFile(path, "utf8");
    const corrected = corrections.reduce((text, [from, to]) => text.replace(from, to), html);
    if (corrected !== html) await writeFile(path, corrected);
  }
}
