import {readdir, readFile, writeFile} from "node:fs/promises";
import {join, posix, sep} from "node:path";
import {siteFigures} from "../publish/site-figures.ts";
import {lastValues} from "./last-values.ts";

/**
 * What Framework leaves out of a page for screen readers and the keyboard: its language and a way past the menu; and it
 * forbids zooming in, which people need.
 */
const corrections: [string | RegExp, string][] = [
  ["<html>", '<html lang="en">'],
  ["initial-scale=1, maximum-scale=1", "initial-scale=1"],
  ["<body>", '<body>\n<a class="skip" href="#observablehq-main">Skip to the content</a>'],
  ['<input id="observablehq-sidebar-toggle"', '$& aria-label="Menu" aria-controls="observablehq-sidebar"'],
  ['<nav id="observablehq-sidebar"', '$& aria-label="Pages"'],
  ['<main id="observablehq-main"', '$& tabindex="-1"']
];

/** The same for what opens the menu; Framework's own styles, which pages in another style have, ask that it stands alone. */
const landmark: [RegExp, string] = [
  /<input id="observablehq-sidebar-toggle".*?<nav id="observablehq-sidebar".*?<\/nav>/s,
  '<section aria-label="Menu">$&</section>'
];

const hasOwnStyle = (html: string): boolean => /<link rel="stylesheet"[^>]* href="[^"]*_import\/style\./.test(html);

/** Corrects every page of a built site in place, has its data fetched ahead, and adds what it says without scripts. */
export async function finishPages(site: string): Promise<void> {
  const names = await readdir(site, {recursive: true});
  const figures = await siteFigures(site).catch(() => null);
  for (const name of names.filter((path) => path.endsWith(".html"))) {
    const html = await readFile(join(site, name), "utf8");
    const data = dataOf(html);
    const page = name
      .replace(/\.html$/, "")
      .split(sep)
      .join("/");
    const unscripted = lastValues(page, await sentenceOf(site, page, data), figures);
    const fitting = hasOwnStyle(html) ? [landmark, ...corrections] : corrections;
    const corrected = fitting.reduce((text, [from, to]) => text.replace(from, to), html);
    await writeFile(join(site, name), withUnscripted(fetchedAhead(corrected, data), unscripted));
  }
}

/**
 * Addresses of the JSON that a page reads at once, relative to it. Files that it may read later are called for in other
 * ways than by a literal name and `.json()`.
 */
const dataOf = (html: string): string[] =>
  [...html.matchAll(/^registerFile\("([^"]+)", (\{.*\})\);$/gm)].flatMap(([, name, file]) =>
    html.includes(`FileAttachment("${name}").json()`) ? [(JSON.parse(file!) as {path: string}).path] : []
  );

/** The browser fetches a page's data together with its scripts, instead of after they ran. */
function fetchedAhead(html: string, data: string[]): string {
  const links = data.map((path) => `<link rel="preload" as="fetch" crossorigin="anonymous" href="${path}">\n`);
  return html.replace('<script type="module">', (script) => links.join("") + script);
}

/** What a page opens with, where its data say it. */
async function sentenceOf(site: string, page: string, data: string[]): Promise<string | null> {
  for (const path of data) {
    const file = join(site, posix.join(posix.dirname(page), path));
    const payload: unknown = JSON.parse(await readFile(file, "utf8"));
    const {sentence} = (payload ?? {}) as {sentence?: unknown};
    if (typeof sentence === "string") return sentence;
  }
  return null;
}

/** After the page's title. */
const withUnscripted = (html: string, unscripted: string): string =>
  html.replace(/<\/h1>/, (title) => `${title}\n${unscripted}`);
