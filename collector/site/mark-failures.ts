import {readdir, readFile, writeFile} from "node:fs/promises";
import {join, parse} from "node:path";
import type {LoaderFailure} from "./loader-failure.ts";

/** What Framework opens a page's content with. */
const opening = '<main id="observablehq-main" class="observablehq">';
const pageScript = /<script type="module">.*?<\/script>/s;

/**
 * Tells on every page of a built site which of its data could not be made anew: since when, and why. A page that has
 * nothing to show in its place says so instead of its content. The marks need no script.
 */
export async function markFailures(site: string, failures: readonly LoaderFailure[]): Promise<void> {
  if (failures.length === 0) return;
  const names = (await readdir(site, {recursive: true})).filter((name) => name.endsWith(".html"));
  const modules = await modulesNaming(site, failures);
  for (const name of names) {
    const html = await readFile(join(site, name), "utf8");
    const own = failures.filter(
      (failure) => addressOf(failure).test(html) || modules.get(failure)!.some((module) => html.includes(module))
    );
    if (own.length) await writeFile(join(site, name), marked(html, own));
  }
}

/** How a page or module names the file, by which it is sure to be this one: by the address of its copy in the site. */
function addressOf({target}: LoaderFailure): RegExp {
  const {dir, name, ext} = parse(target);
  const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`/_file/${literal(join(dir, name))}\\.[0-9a-f]{8}${literal(ext)}"`);
}

/** Names of the components that read a failed loader's file: pages name all that they import. */
async function modulesNaming(site: string, failures: readonly LoaderFailure[]): Promise<Map<LoaderFailure, string[]>> {
  const folder = join(site, "_import");
  const names = (await readdir(folder, {recursive: true}).catch(() => [])).filter((name) => name.endsWith(".js"));
  const found = new Map(failures.map((failure) => [failure, [] as string[]]));
  for (const name of names) {
    const text = await readFile(join(folder, name), "utf8");
    for (const failure of failures) if (addressOf(failure).test(text)) found.get(failure)!.push(name);
  }
  return found;
}

function marked(html: string, failures: readonly LoaderFailure[]): string {
  const lost = failures.filter(({since}) => since === null);
  if (lost.length === 0) return html.replace(opening, () => opening + failures.map(stale).join(""));
  const start = html.indexOf(opening) + opening.length;
  const end = html.indexOf("</main>", start);
  const [heading = ""] = /<h1\b.*?<\/h1>/s.exec(html.slice(start, end)) ?? [];
  return `${html.slice(0, start)}${heading}${lost.map(missing).join("")}${html.slice(end)}`.replace(
    pageScript,
    clientOnly
  );
}

/** The page's cells have nowhere to go; menus and links still need Framework's client. */
function clientOnly(script: string): string {
  const client = /from ("[^"]*\/_observablehq\/client\.[^"]*")/.exec(script)?.[1];
  return client ? `<script type="module">import ${client};</script>` : "";
}

const stale = ({target, reason, since}: LoaderFailure): string =>
  `<div class="failed" role="status"><strong>Part of this page could not be made anew: what it shows is from ${instant(since!)}</strong>
<p>${escaped(target)}: ${escaped(reason)}</p></div>`;

const missing = ({target, reason, at}: LoaderFailure): string =>
  `<div class="failed" role="status"><strong>This page has nothing to show yet: its data could not be made at ${instant(at)}</strong>
<p>It comes with the next snapshot that has them. ${escaped(target)}: ${escaped(reason)}</p></div>`;

const instant = (time: number): string => {
  const iso = new Date(time).toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
};

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => ({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})[char]!);
