import {knownNames} from "./known-names.ts";
import type {Mistake} from "./mistake.ts";
import {didYouMean} from "./nearest.ts";
import type {Page} from "./read-page.ts";
import type {PageCode} from "./read-scripts.ts";

/** Names that two cells define, and names that none does. */
export function checkNames({source}: Page, {scripts, named, mistakes}: PageCode): Mistake[] {
  const found: Mistake[] = [];
  const places = new Map<string, {offset: number; cell: number}>();
  const define = (name: string, offset: number, cell: number) => {
    const before = places.get(name);
    if (!before) places.set(name, {offset, cell});
    else if (before.cell !== cell) {
      const {line} = source.mistake(before.offset, "");
      found.push(
        source.mistake(offset, `defined twice: ${name}`, `line ${line} defines it too; give one of them another name`)
      );
    }
  };
  for (const {declarations, code, cell} of scripts)
    for (const {name, start} of declarations ?? []) define(name, code.offset(start), cell);
  for (const {name, offset, cell} of named) define(name, offset, cell);
  if (mistakes.length) return found; // what cannot be parsed may define what seems to be missing
  for (const {references, code} of scripts)
    for (const {name, start} of references)
      if (!places.has(name) && !knownNames.has(name))
        found.push(source.mistake(code.offset(start), `unknown name: ${name}`, hintFor(name, places.keys())));
  return found;
}

function hintFor(name: string, defined: Iterable<string>): string {
  return didYouMean(name, [...defined, ...knownNames]) ?? "define it in a cell of the page, or import it";
}
