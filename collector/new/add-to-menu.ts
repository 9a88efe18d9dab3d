import type {ArrayExpression} from "acorn";
import {readMenu} from "../validate/read-menu.ts";

/**
 * The text of the site's configuration with one more entry at the end of `pages`, and everything else as it was; null
 * where the menu is not written out there.
 */
export function addToMenu(text: string, {name, path}: {name: string; path: string}): string | null {
  const menu = readMenu(text);
  if (!menu) return null;
  const entry = `{name: ${JSON.stringify(name)}, path: ${JSON.stringify(path)}}`;
  const at = placeFor(menu.list, text);
  const added = text.slice(0, at.offset) + at.before + entry + text.slice(at.offset);
  return readMenu(added)?.entries.some((one) => one.path === path) ? added : null;
}

/** Behind the last entry, written as the entries before it are. */
function placeFor({elements, start}: ArrayExpression, text: string) {
  const last = elements.at(-1);
  if (!last) return {offset: start + 1, before: ""};
  const lines = text.slice(start, last.start).includes("\n");
  const [indent = ""] = /[^\S\n]*$/.exec(text.slice(0, elements[0]!.start)) ?? [];
  return {offset: last.end, before: lines ? `,\n${indent}` : ", "};
}
