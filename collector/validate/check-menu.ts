import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import type {Mistake} from "./mistake.ts";
import {didYouMean} from "./nearest.ts";
import {readMenu} from "./read-menu.ts";
import type {SiteFiles} from "./site-files.ts";
import {SourceText} from "./source-text.ts";

const file = "observablehq.config.ts";

/** Menu entries without a page, and pages without a menu entry. `drafts` are addresses of pages that need none. */
export function checkMenu(root: string, files: SiteFiles, drafts: ReadonlySet<string>): Mistake[] {
  if (!existsSync(join(root, file))) return [];
  const source = new SourceText(file, readFileSync(join(root, file), "utf8"));
  const menu = readMenu(source.text);
  if (!menu) return [];
  const paths = new Set(menu.entries.map(({path}) => path.replace(/\/$/, "/index")));
  const missing = menu.entries
    .filter(({path}) => path.startsWith("/") && !files.hasPage(path.replace(/[?#].*$/s, "")))
    .map(({path, at}) =>
      source.mistake(
        at,
        `page not found: ${path}`,
        didYouMean(path, files.addresses()) ?? "add the page, or remove the entry"
      )
    );
  const absent = files
    .addresses()
    .filter((address) => !paths.has(address) && !drafts.has(address) && !/\/(404|index)$/.test(address))
    .map((address) =>
      new SourceText(`src/${files.behind(`${address.slice(1)}.md`)}`, "").mistake(
        0,
        `not in the menu: ${address}`,
        `add {name: "…", path: "${address}"} to pages in ${file}, or draft: true to its front matter`
      )
    );
  return [...missing, ...absent];
}
