import {findReferences} from "@observablehq/framework/dist/javascript/references.js";
import type {CallExpression, Expression, Identifier, ImportDeclaration, ObjectExpression, SpreadElement} from "acorn";
import {simple} from "acorn-walk";
import {resolved} from "./check-addresses.ts";
import type {Mistake} from "./mistake.ts";
import {didYouMean, nearest} from "./nearest.ts";
import type {Page} from "./read-page.ts";
import type {PageCode, Script} from "./read-scripts.ts";
import type {ComponentShapes, Shape} from "./shape.ts";
import {fitsKind, wanted} from "./shape-fits.ts";

/** Options of components that do not exist, are missing, or are of the wrong kind, where the page's code shows it. */
export function checkOptions({source, path}: Page, {scripts}: PageCode, shapes: ComponentShapes): Mistake[] {
  const found: Mistake[] = [];
  const imported = componentsOf(scripts, path);
  for (const script of scripts) {
    const ofPage = namesOfPage(script);
    simple(script.body, {
      CallExpression(call: CallExpression) {
        const {callee} = call;
        if (callee.type !== "Identifier" || !ofPage.has(callee)) return;
        const name = imported.get(callee.name);
        const parameters = name && shapes.functions[name];
        if (parameters) checkCall(call, callee.name, parameters, script);
      }
    });
  }
  return found;

  function checkCall(
    {arguments: given, start}: CallExpression,
    name: string,
    parameters: ComponentShapes["functions"][string],
    script: Script
  ) {
    const wrong = (at: number, message: string, hint?: string) =>
      found.push(source.mistake(script.code.offset(at), message, hint));
    const spread = given.some(({type}) => type === "SpreadElement");
    const least = parameters.filter(({required}) => required).length;
    if (!spread && given.length < least)
      wrong(start, `missing arguments: ${name} takes ${least}, and gets ${given.length}`);
    given.forEach((argument, i) => {
      const parameter = parameters[i];
      if (parameter && !parameter.rest && argument.type !== "SpreadElement") check(argument, parameter.shape, name);
    });

    function check(node: Expression | SpreadElement, shape: Shape, what: string): void {
      const possible = alternatives(shape);
      if (possible.some(({kind}) => kind === "any")) return;
      if (node.type === "ConditionalExpression") {
        check(node.consequent, shape, what);
        check(node.alternate, shape, what);
      } else if (node.type === "LogicalExpression") check(node.right, shape, what);
      else if (node.type === "CallExpression") checkMapped(node, possible, what);
      else if (!possible.some((one) => fitsKind(node, one)))
        wrong(node.start, `wrong kind of value: ${what}`, wanted(node, possible));
      else if (node.type === "ObjectExpression") {
        const objects = possible.filter((one) => one.kind === "object");
        if (objects.length === 1) checkObject(node, objects[0]!, what);
      } else if (node.type === "ArrayExpression") {
        const arrays = possible.filter((one) => one.kind === "array");
        if (arrays.length === 1)
          for (const element of node.elements)
            if (element && element.type !== "SpreadElement") check(element, arrays[0]!.of, what);
      }
    }

    /** `rows.map((row) => ({…}))` where a list is wanted. */
    function checkMapped({callee, arguments: [each]}: CallExpression, possible: Shape[], what: string) {
      const arrays = possible.filter((one) => one.kind === "array");
      const maps =
        callee.type === "MemberExpression" && callee.property.type === "Identifier" && callee.property.name === "map";
      if (
        maps &&
        arrays.length === 1 &&
        each?.type === "ArrowFunctionExpression" &&
        each.body.type !== "BlockStatement"
      )
        check(each.body, arrays[0]!.of, what);
    }

    function checkObject(node: ObjectExpression, {members, open}: Extract<Shape, {kind: "object"}>, what: string) {
      const given = new Set<string | undefined>();
      let complete = true;
      for (const property of node.properties) {
        if (property.type === "SpreadElement" || property.computed) {
          complete = false;
          continue;
        }
        const option =
          property.key.type === "Identifier" ? property.key.name : String((property.key as {value?: unknown}).value);
        const member = Object.hasOwn(members, option) ? members[option] : undefined;
        given.add(member ? option : nearest(option, Object.keys(members)));
        if (member) check(property.value, member.shape, `${option} of ${what}`);
        else if (!open)
          wrong(
            property.start,
            `unknown option: ${option} of ${what}`,
            didYouMean(option, Object.keys(members)) ?? `it has ${Object.keys(members).join(", ")}`
          );
      }
      if (!complete) return;
      for (const [option, {required}] of Object.entries(members))
        if (required && !given.has(option)) wrong(node.start, `missing option: ${option} of ${what}`);
    }
  }

  function alternatives(shape: Shape): Shape[] {
    if (shape.kind === "ref") return alternatives(shapes.definitions[shape.to]!);
    return shape.kind === "union" ? shape.of.flatMap(alternatives) : [shape];
  }
}

/** Identifiers that mean what the page defines or imports, not a function's own name for something. */
function namesOfPage({body, declarations}: Script): Set<Identifier> {
  const own = new Set(declarations);
  return new Set(findReferences(body, {filterDeclaration: (identifier) => !own.has(identifier)}));
}

/** `module#name` of what a page imports from its components, by the name it has on the page. */
function componentsOf(scripts: readonly Script[], path: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const {body} of scripts)
    simple(body, {
      ImportDeclaration({source, specifiers}: ImportDeclaration) {
        const module = resolved(path, String(source.value));
        for (const specifier of specifiers)
          if (specifier.type === "ImportSpecifier" && specifier.imported.type === "Identifier")
            names.set(specifier.local.name, `${module}#${specifier.imported.name}`);
      }
    });
  return names;
}
