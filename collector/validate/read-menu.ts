import {type ArrayExpression, type Node, type ObjectExpression, parse} from "acorn";
import {simple} from "acorn-walk";

export interface Menu {
  /** The value of `pages`, as it stands in the text. */
  list: ArrayExpression;
  /** Every entry that leads somewhere, with the offset of its path. */
  entries: {path: string; at: number}[];
}

/** The menu in the text of the site's configuration; null where it is not written out there. */
export function readMenu(text: string): Menu | null {
  let list: ArrayExpression | null = null;
  try {
    simple(parse(text, {ecmaVersion: "latest", sourceType: "module"}), {
      ExportDefaultDeclaration({declaration}) {
        if (declaration.type === "ObjectExpression") list = listOf(declaration, "pages");
      }
    });
  } catch {
    return null; // written in TypeScript that is more than JavaScript
  }
  return list && {list, entries: entriesOf(list)};
}

function entriesOf({elements}: ArrayExpression): Menu["entries"] {
  return elements.flatMap((element) => {
    if (element?.type !== "ObjectExpression") return [];
    const path = settingOf(element, "path");
    const below = listOf(element, "pages");
    return [
      ...(path?.type === "Literal" && typeof path.value === "string" ? [{path: path.value, at: path.start}] : []),
      ...(below ? entriesOf(below) : [])
    ];
  });
}

function settingOf(object: ObjectExpression, name: string): (Node & {type: string; value?: unknown}) | undefined {
  for (const property of object.properties)
    if (property.type === "Property" && property.key.type === "Identifier" && property.key.name === name)
      return property.value as Node & {type: string; value?: unknown};
  return undefined;
}

function listOf(object: ObjectExpression, name: string): ArrayExpression | null {
  const value = settingOf(object, name);
  return value?.type === "ArrayExpression" ? (value as unknown as ArrayExpression) : null;
}
