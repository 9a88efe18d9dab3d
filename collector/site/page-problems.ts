import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";

/** How Framework shows a script that it could not parse, in a page that it otherwise builds. */
const unparsed = /observablehq--error"[^>]*>(SyntaxError: [^<]*)</g;

/** `src/page.md: SyntaxError: ...` for each script of a built site that cannot run. */
export async function unparsedScripts(site: string): Promise<string[]> {
  const pages = (await readdir(site, {recursive: true})).filter((name) => name.endsWith(".html")).sort();
  const problems: string[] = [];
  for (const page of pages)
    for (const [, problem] of (await readFile(join(site, page), "utf8")).matchAll(unparsed))
      problems.push(`${join("src", page.replace(/\.html$/, ".md"))}: ${problem}`);
  return problems;
}

/** Pages and components of a project that name a file, by its last part, which Framework does not tell. */
export async function sourcesNaming(root: string, file: string): Promise<string[]> {
  const name = file.slice(file.lastIndexOf("/") + 1);
  const sources = (await readdir(join(root, "src"), {recursive: true})).filter(
    (path) => /\.(md|js|ts|jsx|tsx)$/.test(path) && !path.startsWith(".observablehq")
  );
  const naming: string[] = [];
  for (const path of sources.sort())
    if ((await readFile(join(root, "src", path), "utf8")).includes(name)) naming.push(join("src", path));
  return naming;
}
