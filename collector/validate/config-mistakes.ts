import {readFileSync} from "node:fs";
import {type Expression, type Node, type ObjectExpression, parse} from "acorn";
import {simple} from "acorn-walk";
import {type Mistake, sortedMistakes} from "./mistake.ts";
import {SourceText} from "./source-text.ts";

/** A configuration's mistakes, each `key.of.the.setting: what is wrong`, with the places of their keys. */
export function configMistakes({file, mistakes}: {file: string; mistakes: readonly string[]}): Mistake[] {
  const source = new SourceText(file, readFileSync(file, "utf8"));
  const settings = settingsIn(source.text);
  return sortedMistakes(
    mistakes.map((mistake) => {
      const [, key = ""] = /^([\w.[\]-]+):/.exec(mistake) ?? [];
      const [, message = mistake, hint] = /^(.*) \(([^()]*)\)$/s.exec(mistake) ?? [];
      return source.mistake(settings ? placeOf(settings, key.split(".")) : 0, message, hint);
    })
  );
}

/** The object that the file exports, or hands to the function whose result it exports. */
function settingsIn(text: string): ObjectExpression | null {
  let settings: ObjectExpression | null = null;
  try {
    simple(parse(text, {ecmaVersion: "latest", sourceType: "module"}), {
      ExportDefaultDeclaration({declaration}) {
        const value = declaration.type === "CallExpression" ? declaration.arguments[0] : declaration;
        if (value?.type === "ObjectExpression") settings = value;
      }
    });
  } catch {} // in TypeScript that is more than JavaScript: the file itself is the place
  return settings;
}

/** The key's own place, or that of the nearest one around it. */
function placeOf(settings: ObjectExpression, [name, ...rest]: string[]): number {
  for (const property of settings.properties) {
    if (property.type !== "Property" || keyOf(property.key) !== name) continue;
    const value: Expression | Node = property.value;
    return rest.length && value.type === "ObjectExpression"
      ? Math.max(property.start, placeOf(value as ObjectExpression, rest))
      : property.start;
  }
  return settings.start;
}

const keyOf = (key: Node & {type: string; name?: string; value?: unknown}): string => key.name ?? String(key.value);
