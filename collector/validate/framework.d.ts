/** Framework's own parsers, so that what Weir says of a page is what Framework makes of it. */
declare module "@observablehq/framework/dist/javascript/parse.js" {
  import type {Expression, Identifier, Node, Program} from "acorn";

  export interface ParsedCell {
    body: Program | Expression;
    declarations: Identifier[] | null;
    /** Names that the cell uses and does not define. */
    references: Identifier[];
    files: {node: Node; name: string}[];
    expression: boolean;
  }
  export function parseJavaScript(input: string, options: {path: string; inline?: boolean}): ParsedCell;
}

declare module "@observablehq/framework/dist/javascript/references.js" {
  import type {Identifier, Node} from "acorn";

  /** The names in a program that it does not declare; a declaration that is filtered out does not count. */
  export function findReferences(
    node: Node,
    options?: {filterDeclaration?: (identifier: Identifier) => boolean}
  ): Identifier[];
}

declare module "@observablehq/framework/dist/placeholder.js" {
  export interface Part {
    type: "placeholder" | "html_block";
    content: string;
    /** Offset behind it. */
    pos: number;
  }
  export function parsePlaceholder(input: string, start?: number, end?: number): Iterable<Part>;
}

declare module "@observablehq/framework/dist/info.js" {
  export function parseInfo(info: string): {tag: string; attributes: Record<string, string>};
}

declare module "@observablehq/framework/dist/client/stdlib/recommendedLibraries.js" {
  const libraries: Record<string, unknown>;
  export = libraries;
}

declare module "@observablehq/framework/dist/client/stdlib/sampleDatasets.js" {
  const datasets: Record<string, unknown>;
  export = datasets;
}
