/** What a value may be, as far as a page's code shows it. `ref` names one of the definitions. */
export type Shape =
  | {kind: "any"}
  | {kind: "plain"; type: "string" | "number" | "boolean" | "null" | "undefined" | "function"}
  | {kind: "value"; value: string | number | boolean}
  /** Of a class of the browser: an element, a date. */
  | {kind: "instance"}
  | {kind: "array"; of: Shape}
  | {kind: "object"; members: Record<string, Member>; open: boolean}
  | {kind: "union"; of: Shape[]}
  | {kind: "ref"; to: string};

export interface Member {
  required: boolean;
  shape: Shape;
}

export interface Parameter extends Member {
  rest: boolean;
}

/** What the site's components take. */
export interface ComponentShapes {
  /** Parameters by module and name, as in `components/kpi.js#kpi`. */
  functions: Record<string, Parameter[]>;
  definitions: Record<string, Shape>;
}

export const any: Shape = {kind: "any"};
