import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import type {AnyNode, ArrowFunctionExpression, CallExpression, Identifier, ObjectExpression} from "acorn";
import {full} from "acorn-walk";
import type {PageScript, Place} from "./page-script.ts";

/** What Framework gives a page by a name, without an import: the whole of a library, asked for once the page runs. */
export interface GivenLibrary {
  name: string;
  /** Relative to the site. */
  module: string;
  /** What the page uses of it. */
  members: string[];
}

/** A place of a page and what stands there instead. */
export interface Edit extends Place {
  text: string;
}

const packages: Readonly<Record<string, string>> = {d3: "d3", Plot: "@observablehq/plot"};

/** The addresses of libraries that Framework gives, by their names in a page. */
export async function givenModules(site: string): Promise<Record<string, string>> {
  const folder = join(site, "_observablehq");
  const client = (await readdir(folder).catch(() => [])).find((name) => /^client\.\w+\.js$/.test(name));
  const code = client ? await readFile(join(folder, client), "utf8") : "";
  return Object.fromEntries(
    Object.entries(packages).flatMap(([name, library]) => {
      const address = new RegExp(`import\\("\\.\\./(_npm/${library}@[^"]+)"\\)`).exec(code)?.[1];
      return address ? [[name, address]] : [];
    })
  );
}

/**
 * The given libraries of which a page uses nothing but members that it names, as in `d3.range`, and what to cut from its
 * cells' inputs once the page imports those members itself.
 */
export function givenLibraries(
  {program, start}: PageScript,
  modules: Readonly<Record<string, string>>
): {libraries: GivenLibrary[]; edits: Edit[]} {
  const cells: Cell[] = [];
  const named: Identifier[] = [];
  const members = new Map<Identifier, string>();
  full(program, (one) => {
    const node = one as AnyNode;
    if (node.type === "CallExpression") cells.push(...cellOf(node));
    if (node.type === "Identifier" && modules[node.name]) named.push(node);
    if (node.type === "MemberExpression" && !node.computed && node.object.type === "Identifier")
      members.set(node.object, (node.property as Identifier).name);
  });
  const parameters = new Set(cells.flatMap(({parameters}) => parameters));
  const libraries = Object.entries(modules).flatMap(([name, module]) => {
    const own = named.filter((node) => node.name === name && !parameters.has(node));
    const known = own.every((node) => members.has(node));
    return own.length && known
      ? [{name, module, members: [...new Set(own.map((node) => members.get(node)!))].sort()}]
      : [];
  });
  const taken = new Set(libraries.map(({name}) => name));
  const edits = cells.flatMap(({inputs, parameters}) =>
    [inputs, parameters].flatMap((list) => {
      const kept = list.filter((_, i) => !taken.has(parameters[i]!.name));
      if (kept.length === list.length) return [];
      const text = kept.map((node) => (node.type === "Identifier" ? node.name : node.raw)).join(",");
      return [{start: start + list[0]!.start, end: start + list.at(-1)!.end, text}];
    })
  );
  return {libraries, edits};
}

interface Cell {
  inputs: {type: "Literal"; raw: string; start: number; end: number}[];
  parameters: Identifier[];
}

/** A cell's inputs and the parameters that they become, where a call is `define({inputs: [...], body: (...) => ...})`. */
function cellOf({callee, arguments: [options]}: CallExpression): Cell[] {
  if (callee.type !== "Identifier" || callee.name !== "define" || options?.type !== "ObjectExpression") return [];
  const inputs = propertyOf(options, "inputs");
  const body = propertyOf(options, "body") as ArrowFunctionExpression | undefined;
  if (inputs?.type !== "ArrayExpression" || inputs.elements.length !== body?.params.length) return [];
  return [{inputs: inputs.elements as Cell["inputs"], parameters: body.params as Identifier[]}];
}

function propertyOf({properties}: ObjectExpression, name: string) {
  const found = properties.find((one) => one.type === "Property" && (one.key as Identifier).name === name);
  return found?.type === "Property" ? found.value : undefined;
}
