declare module "npm:d3" {
  export * from "d3";
}

declare module "npm:htl" {
  /** Templates of one root element. */
  export const html: {
    (strings: TemplateStringsArray, ...values: unknown[]): HTMLElement;
    fragment(strings: TemplateStringsArray, ...values: unknown[]): DocumentFragment;
  };
  export const svg: (strings: TemplateStringsArray, ...values: unknown[]) => SVGElement;
}
