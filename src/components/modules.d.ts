declare module "npm:d3" {
  export * from "d3";
}

declare module "npm:@observablehq/duckdb" {
  /** A DuckDB in the browser; `query` answers with an Arrow table, iterable by row. */
  export class DuckDBClient {
    static of(): Promise<DuckDBClient>;
    query<Row>(sql: string, params?: unknown[]): Promise<Iterable<Row>>;
  }
}

declare module "npm:htl" {
  /** Templates of one root element. */
  export const html: {
    (strings: TemplateStringsArray, ...values: unknown[]): HTMLElement;
    fragment(strings: TemplateStringsArray, ...values: unknown[]): DocumentFragment;
  };
  export const svg: (strings: TemplateStringsArray, ...values: unknown[]) => SVGElement;
}
