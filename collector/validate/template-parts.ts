import {parseExpressionAt, type TemplateLiteral} from "acorn";
import {type Extract, within} from "./source-text.ts";

/** A text with holes: the texts between, one more than the holes, and the expressions in the holes. */
export interface Template {
  texts: Extract[];
  holes: Extract[];
}

/** Takes a text apart at its `${…}`. Throws acorn's SyntaxError, with `pos`, for a hole that cannot be read. */
export function templateParts(extract: Extract): Template {
  const {text} = extract;
  const parts: Template = {texts: [], holes: []};
  let from = 0;
  for (let at = text.indexOf("${"); at >= 0; at = text.indexOf("${", from)) {
    const {end} = parseExpressionAt(text, at + 2, {
      ecmaVersion: 13,
      sourceType: "module",
      allowAwaitOutsideFunction: true
    });
    const close = text.indexOf("}", end);
    if (close < 0 || text.slice(end, close).trim())
      throw Object.assign(new SyntaxError("expected } behind ${"), {pos: end});
    parts.texts.push(within(extract, from, text.slice(from, at)));
    parts.holes.push(within(extract, at + 2, text.slice(at + 2, close)));
    from = close + 1;
  }
  parts.texts.push(within(extract, from, text.slice(from)));
  return parts;
}

/** The texts of a template literal in code; its holes are part of that code. */
export const literalTexts = (code: Extract, {quasis}: TemplateLiteral): Extract[] =>
  quasis.map(({start, end}) => within(code, start, code.text.slice(start, end)));
