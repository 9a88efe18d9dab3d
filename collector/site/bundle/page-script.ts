import {type Node, type Program, parse} from "acorn";
import {full} from "acorn-walk";

/** A place in a page's text. */
export interface Place {
  start: number;
  end: number;
}

export interface PageImport extends Place {
  /** As it is written: relative to the page. */
  specifier: string;
}

/** The script that starts a built page. */
export interface PageScript extends Place {
  /** Its places count from the script's start. */
  program: Program;
  /** Its dynamic imports of which the name is known, in order; places are those in the page. */
  imports: PageImport[];
}

const opening = /<script type="module">/;

/** Finds the script of a page that Framework has built; undefined in other documents. Throws when it cannot be parsed. */
export function pageScript(html: string): PageScript | undefined {
  const match = opening.exec(html);
  const end = match ? html.indexOf("</script>", match.index) : -1;
  if (!match || end < 0) return undefined;
  const start = match.index + match[0].length;
  const program = parse(html.slice(start, end), {ecmaVersion: "latest", sourceType: "module"});
  const imports: PageImport[] = [];
  full(program, (node: Node) => {
    if (node.type !== "ImportExpression") return;
    const {source} = node as unknown as {source: {type: string; value?: unknown}};
    if (source.type === "Literal" && typeof source.value === "string")
      imports.push({specifier: source.value, start: start + node.start, end: start + node.end});
  });
  return {start, end, program, imports: imports.sort((a, b) => a.start - b.start)};
}

/** The modules that a page asks the browser to fetch ahead, as they are written. */
export const preloaded = (html: string): string[] =>
  [...html.matchAll(/<link rel="modulepreload" href="([^"]+)">/g)].map(([, href]) => href!);
