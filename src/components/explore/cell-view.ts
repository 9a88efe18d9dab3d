import type {Cell, CellKind, ChartCell, InputCell, SqlCell, TextCell} from "./notebook.js";
import type {Runner} from "./runner.js";
import type {Vocabulary} from "./sql-editor.js";

/** What a cell's view may do to the notebook that it stands in. */
export interface CellHost {
  runner: Runner;
  /** Replaces a cell by a changed one with the same id. */
  change(cell: Cell): void;
  remove(id: string): void;
  move(id: string, by: -1 | 1): void;
  /** Runs a cell, and with it whatever is out of date. */
  run(id: string): void;
  /** Names of the SQL cells, in the notebook's order. */
  results(): string[];
  vocabulary(): Vocabulary;
}

/** The part of a card that is its kind's own. */
export interface CellBody<C extends Cell = Cell> {
  element: HTMLElement;
  /** Takes the cell as it is now. */
  update(cell: C): void;
  /** Draws what the runner says of it now. */
  refresh(): void;
  /** Puts the cursor where one would write first. */
  focus(): void;
}

export type CellOf<K extends CellKind> = {text: TextCell; input: InputCell; sql: SqlCell; chart: ChartCell}[K];

export const kindNames: Record<CellKind, string> = {text: "Text", input: "Input", sql: "SQL", chart: "Chart"};
