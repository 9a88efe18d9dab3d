/** A notebook as it is saved, shared and opened: plain data, no code. */
export interface Notebook {
  version: 1;
  title: string;
  cells: Cell[];
}

export type Cell = TextCell | InputCell | SqlCell | ChartCell;
export type CellKind = Cell["kind"];

export interface TextCell {
  id: string;
  kind: "text";
  /** Markdown; HTML in it is text. */
  text: string;
}

export interface InputCell {
  id: string;
  kind: "input";
  /** By which SQL names it, as in `${name}`. */
  name: string;
  label: string;
  input: Input;
}

export type Input = NumberInput | SelectInput | DatesInput | TextInput;

export interface NumberInput {
  type: "number";
  min: number;
  max: number;
  step: number;
  value: number;
}

export interface SelectInput {
  type: "select";
  options: string[] | ColumnOptions;
  /** Null stands for the first option. */
  value: string | null;
}

/** Options that are the values of a SQL cell's column. */
export interface ColumnOptions {
  cell: string;
  column: string;
}

/** Two days, as in 2026-01-31; from the start of `from` to the start of `to`, UTC. SQL names `${name.from}` and `${name.to}`. */
export interface DatesInput {
  type: "dates";
  value: {from: string; to: string};
}

export interface TextInput {
  type: "text";
  value: string;
}

export interface SqlCell {
  id: string;
  kind: "sql";
  /** By which other SQL cells, charts and inputs name its result. */
  name: string;
  sql: string;
}

export interface ChartCell {
  id: string;
  kind: "chart";
  /** The SQL cell whose result it draws. */
  source: string;
  title: string;
  /** Null stands for the one that is proposed from the result. */
  chart: ChartChoice | null;
}

export const chartMarks = ["line", "area", "bar", "dot", "histogram"] as const;
export type ChartMark = (typeof chartMarks)[number];

/** How a result is drawn. */
export interface ChartChoice {
  mark: ChartMark;
  /** Column from left to right. */
  x: string;
  /** Column from bottom to top; none in a histogram, which counts. */
  y: string | null;
  /** Column that tells lines, colours or parts apart. */
  series: string | null;
}

/** What a notebook may hold at most. */
export const limits = {cells: 200, text: 20_000, name: 40, title: 200, options: 1000, bytes: 500_000} as const;

/** The value that SQL gets for an input. */
export type InputValue = string | number | null | {from: string; to: string};

/** Cells that others name. */
export const isNamed = (cell: Cell): cell is InputCell | SqlCell => cell.kind === "input" || cell.kind === "sql";

/** An id that no cell of the notebook has. */
export function newId({cells}: Pick<Notebook, "cells">): string {
  const taken = new Set(cells.map(({id}) => id));
  for (let n = cells.length + 1; ; ++n) if (!taken.has(`c${n}`)) return `c${n}`;
}

/** A name like `base` that no cell has: `base`, `base2` ... */
export function newName({cells}: Pick<Notebook, "cells">, base: string): string {
  const taken = new Set(cells.filter(isNamed).map(({name}) => name.toLowerCase()));
  for (let n = 1; ; ++n) {
    const name = n === 1 ? base : `${base}${n}`;
    if (!taken.has(name)) return name;
  }
}

/** A cell to begin with. A chart draws the nearest SQL cell above `index`, or any. */
export function newCell(kind: CellKind, notebook: Notebook, index = notebook.cells.length): Cell {
  const id = newId(notebook);
  const results = notebook.cells.filter((cell) => cell.kind === "sql");
  const above = notebook.cells.slice(0, index).findLast((cell) => cell.kind === "sql");
  switch (kind) {
    case "text":
      return {id, kind, text: ""};
    case "input": {
      const name = newName(notebook, "choice");
      return {id, kind, name, label: "Choice", input: {type: "number", min: 0, max: 100, step: 1, value: 50}};
    }
    case "sql":
      return {id, kind, name: newName(notebook, "result"), sql: ""};
    case "chart":
      return {id, kind, source: (above ?? results[0])?.name ?? "", title: "", chart: null};
  }
}
