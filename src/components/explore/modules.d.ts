declare module "npm:markdown-it" {
  import MarkdownIt from "markdown-it";
  export default MarkdownIt;
}

/** What a notebook uses of it; every input is an element with a `value`. */
declare module "npm:@observablehq/inputs" {
  export function range(extent: [number, number], options: {label: string; step: number; value: number}): HTMLElement;
  export function select(options: readonly unknown[], settings: {label: string; value: unknown}): HTMLElement;
  export function date(options: {label: string; value: string}): HTMLElement;
  export function text(options: {label: string; value: string}): HTMLElement;
  export function form(inputs: Record<string, HTMLElement>): HTMLElement;
}
