import {existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import type {Config} from "../config.ts";
import {addToMenu} from "../new/add-to-menu.ts";
import {pageTemplate} from "../new/page-template.ts";
import type {Say} from "../say.ts";
import {SiteFiles} from "../validate/site-files.ts";
import {WrongUsage} from "../wrong-usage.ts";

export interface NewPageEffects {
  print: (value: unknown) => void;
  say: Say;
}

const menu = "observablehq.config.ts";

/** Addresses that mean something else on the site or its server. */
const reserved = new Set([
  "404",
  "api",
  "snapshots",
  "healthz",
  "metrics",
  "login",
  "logout",
  "components",
  "data",
  "styles",
  "tables"
]);

/**
 * `weir new page NAME`: a page that works at once, and its entry in the menu. Throws WrongUsage for a name that cannot be
 * a page's, or already is one's.
 */
export function newPage(
  {root, server}: Pick<Config, "root" | "server">,
  name: string,
  {title = titleOf(name), json = false}: {title?: string; json?: boolean},
  {print, say}: NewPageEffects
): void {
  const file = checkedFile(root, name);
  const path = `/${name}`;
  const before = readMenu(root);
  const after = before === null ? null : addToMenu(before, {name: title, path});
  mkdirSync(dirname(join(root, file)), {recursive: true});
  writeFileSync(join(root, file), pageTemplate(title, name.split("/").length - 1), {flag: "wx"});
  if (after !== null) writeFileSync(join(root, menu), after);
  const address = `http://127.0.0.1:${server.port}${path}`;
  if (json) {
    print({file, path, title, menu: after !== null, address});
    return;
  }
  say(`wrote ${file}`);
  if (after === null) say(`add {name: ${JSON.stringify(title)}, path: "${path}"} to pages in ${menu}`);
  else say(`added it to pages in ${menu}`);
  say(`next: npm run dev, then open ${address} and edit ${file}; npx weir validate checks it`);
}

function checkedFile(root: string, name: string): string {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)*$/.test(name))
    throw new WrongUsage(`invalid name of a page: ${name} (write small letters, digits and hyphens, as in water-use)`);
  if (reserved.has(name.split("/")[0]!) || name.endsWith("/index"))
    throw new WrongUsage(`reserved name: ${name} (choose another one)`);
  const file = `src/${name}.md`;
  if (!existsSync(join(root, "src")))
    throw new WrongUsage("no site here: src is missing (start where weir.config.ts is)");
  const taken = new SiteFiles(join(root, "src")).behind(`${name}.md`);
  if (taken) throw new WrongUsage(`page exists: src/${taken} (choose another name, or edit it)`);
  return file;
}

function readMenu(root: string): string | null {
  const path = join(root, menu);
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

function titleOf(name: string): string {
  const words = (name.split("/").at(-1) ?? name).replaceAll("-", " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
