import {type ParsedCell, parseJavaScript} from "@observablehq/framework/dist/javascript/parse.js";
import {parseExpressionAt} from "acorn";
import {transformSync} from "esbuild";
import type {Mistake} from "./mistake.ts";
import type {Cell, Page} from "./read-page.ts";
import type {Extract} from "./source-text.ts";
import {type Template, templateParts} from "./template-parts.ts";

/** Code of a page that could be parsed; offsets of the parsed are those of its extract. */
export interface Script extends ParsedCell {
  code: Extract;
  /** Which cell of the page it is in. */
  cell: number;
}

export interface PageCode {
  mistakes: Mistake[];
  scripts: Script[];
  /** ```` ```sql ```` blocks. */
  queries: Template[];
  /** ```` ```html ```` blocks. */
  markup: Template[];
  /** Names that ```` ```sql id=… ```` defines. */
  named: {name: string; offset: number; cell: number}[];
}

const templates = new Set(["html", "svg", "tex", "dot", "mermaid", "sql"]);
const typed = new Set(["ts", "tsx", "jsx"]);

/** Parses whatever of a page runs, and notes what cannot be parsed. */
export function readScripts({source, path, cells}: Page): PageCode {
  const code: PageCode = {mistakes: [], scripts: [], queries: [], markup: [], named: []};
  cells.forEach((cell, index) => {
    const read = (extract: Extract, inline: boolean) =>
      reporting(extract, () => {
        const parsed = parseJavaScript(extract.text, {path, inline});
        code.scripts.push({...parsed, code: extract, cell: index});
      });
    if (cell.language === "js") read(cell.code, cell.inline);
    else if (typed.has(cell.language)) readTyped(cell, read);
    else if (templates.has(cell.language))
      reporting(cell.code, () => {
        const template = templateParts(cell.code);
        for (const hole of template.holes) read(hole, true);
        if (cell.language === "sql") code.queries.push(template);
        if (cell.language === "html") code.markup.push(template);
        if (cell.attributes.id) code.named.push(...bindings(cell, index));
      });
  });
  return code;

  function reporting(extract: Extract, effect: () => void) {
    try {
      effect();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const {at, message} = placeOf(error, extract.text);
      code.mistakes.push(source.mistake(extract.offset(at), `syntax error: ${message}`));
    }
  }

  function readTyped(cell: Cell, read: (extract: Extract, inline: boolean) => void) {
    try {
      const options = {
        loader: cell.language as "ts" | "tsx" | "jsx",
        jsx: "automatic" as const,
        logLevel: "silent" as const
      };
      const text = transformSync(cell.code.text, options).code;
      read({text, offset: () => cell.code.offset(0)}, false); // esbuild moves things about
    } catch (error) {
      const [first] =
        (error as {errors?: {text: string; location: {line: number; column: number} | null}[]}).errors ?? [];
      if (!first) throw error;
      const at = first.location ? indexOf(cell.code.text, first.location.line, first.location.column) : 0;
      code.mistakes.push(source.mistake(cell.code.offset(at), `syntax error: ${lowerFirst(first.text)}`));
    }
  }
}

const bindings = ({attributes, code}: Cell, cell: number) =>
  [...(attributes.id ?? "").matchAll(/[\w$]+(?=\s*(?:[,}\]]|$))/g)].map(([name]) => ({
    name,
    offset: code.offset(0),
    cell
  }));

/** Where in a text it cannot be parsed, and why. */
function placeOf(error: SyntaxError & {pos?: number}, text: string): {at: number; message: string} {
  const precise = error.message === "invalid expression" ? notAnExpression(text) : error;
  const [, message = precise.message, line, column] = /^(.*) \((\d+):(\d+)\)$/s.exec(precise.message) ?? [];
  const at = precise.pos ?? (line ? indexOf(text, Number(line), Number(column)) : 0);
  return {at, message: lowerFirst(message)};
}

/** Why a text between `${` and `}` is no expression. */
function notAnExpression(text: string): SyntaxError & {pos?: number} {
  try {
    const options = {ecmaVersion: 13, sourceType: "module", allowAwaitOutsideFunction: true} as const;
    const {end} = parseExpressionAt(text, 0, options);
    return Object.assign(new SyntaxError("unexpected token"), {pos: end + text.slice(end).search(/\S|$/)});
  } catch (error) {
    return error as SyntaxError & {pos?: number};
  }
}

const indexOf = (text: string, line: number, column: number): number =>
  text
    .split("\n")
    .slice(0, line - 1)
    .reduce((sum, {length}) => sum + length + 1, column);

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
