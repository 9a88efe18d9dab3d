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
    const finished = fetchDataAhead(corrections.reduce((text, [from, to]) => text.replace(from, to), html));
    if (finished !== html) await writeFile(path, finished);
  }
}

/**
 * Has the browser fetch the JSON that a page reads at once together with its scripts, instead of after they ran. Files
 * that a page may read later are called for in other ways than by a literal name and `.json()`.
 */
function fetchDataAhead(html: string): string {
  const files = [...html.matchAll(/^registerFile\("([^"]+)", (\{.*\})\);$/gm)].flatMap(([, name, file]) =>
    html.includes(`FileAttachment("${name}").json()`) ? [(JSON.parse(file!) as {path: string}).path] : []
  );
  const links = files.map((path) => `<link rel="preload" as="fetch" crossorigin="anonymous" href="${path}">\n`);
  return html.replace('<script type="module">', (script) => links.join("") + script);
}
