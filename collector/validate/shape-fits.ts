import type {Expression, SpreadElement} from "acorn";
import {didYouMean} from "./nearest.ts";
import type {Shape} from "./shape.ts";

/** Whether an expression may be of this shape, by its kind alone: only what is plain to see does not fit. */
export function fitsKind(node: Expression | SpreadElement, shape: Shape): boolean {
  if (shape.kind === "any") return true;
  switch (node.type) {
    case "ObjectExpression":
      return shape.kind === "object";
    case "ArrayExpression":
      return shape.kind === "array";
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return shape.kind === "plain" && shape.type === "function";
    case "TemplateLiteral":
      return (
        (shape.kind === "plain" && shape.type === "string") ||
        (shape.kind === "value" && typeof shape.value === "string")
      );
    case "Literal":
      if (shape.kind === "value") return node.value === shape.value;
      return shape.kind === "plain" && shape.type === (node.value === null ? "null" : typeof node.value);
    default:
      return true;
  }
}

const words: Record<string, string> = {
  string: "a text",
  number: "a number",
  boolean: "true or false",
  null: "null",
  undefined: "undefined",
  function: "a function"
};

/** What to write instead. */
export function wanted(node: Expression | SpreadElement, possible: readonly Shape[]): string {
  const values = possible.flatMap((shape) => (shape.kind === "value" ? [String(shape.value)] : []));
  const meant = node.type === "Literal" && typeof node.value === "string" ? didYouMean(node.value, values) : undefined;
  if (meant) return meant;
  const kinds = possible.flatMap((shape) => {
    if (shape.kind === "plain") return shape.type === "undefined" ? [] : [words[shape.type]!];
    if (shape.kind === "array") return ["a list"];
    if (shape.kind === "instance") return ["an element"];
    return shape.kind === "object" ? ["options in braces"] : [];
  });
  return `write ${[...new Set([...values, ...kinds])].join(", or ")}`;
}
