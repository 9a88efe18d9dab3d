import {type CellGraph, type CellPlan, cellGraph, labelOf} from "./cell-graph.js";
import {type ComposedSql, composeSql} from "./compose-sql.js";
import type {Cell, InputCell, InputValue, Notebook, SqlCell} from "./notebook.js";
import {distinct, type QueryResult} from "./query-result.js";
import {type SqlError, sqlError} from "./sql-error.js";

/** How a cell stands. A `stale` result is the last one, of what the cell said before. */
export type CellState =
  | {status: "idle" | "waiting" | "running"; stale: QueryResult | null}
  | {status: "done"; result: QueryResult | null}
  | {status: "error"; errors: SqlError[]; stale: QueryResult | null};

export interface RunnerEffects {
  query(question: ComposedSql, options: {signal: AbortSignal}): Promise<QueryResult>;
  /** Called whenever a cell's state is another. */
  changed(id: string, state: CellState): void;
}

interface Kept {
  /** What the result depends on: the question with all that it names, and the values bound. */
  key: string;
  state: CellState;
  /** Whether the state is what a run of that question came to. */
  ran: boolean;
}

/**
 * Keeps the results of a notebook's SQL cells current: a cell runs when its question, that of a cell that it names or the
 * value of an input differs from what its result was made of, one at a time, those first that others need. A run that is
 * no longer wanted is aborted.
 */
export class Runner {
  readonly #effects: RunnerEffects;
  readonly #kept = new Map<string, Kept>();
  #graph: CellGraph = cellGraph({cells: []});
  #values = new Map<string, InputValue>();
  #running: {id: string; key: string; abort: AbortController} | null = null;
  #started = false;

  constructor(effects: RunnerEffects) {
    this.#effects = effects;
  }

  get graph(): CellGraph {
    return this.#graph;
  }

  /** Whether cells run as soon as they are out of date. */
  get started(): boolean {
    return this.#started;
  }

  state(id: string): CellState {
    return this.#kept.get(id)?.state ?? {status: "idle", stale: null};
  }

  result(id: string): QueryResult | null {
    const state = this.state(id);
    return state.status === "done" ? state.result : state.stale;
  }

  /** The value that SQL gets for an input. */
  value(cell: InputCell): InputValue {
    const {input} = cell;
    if (input.type !== "select") return input.value;
    const options = this.options(cell);
    return input.value !== null && (options === null || options.includes(input.value))
      ? input.value
      : (options?.[0] ?? null);
  }

  /** What a select offers; null while the cell that gives its options has no result. */
  options({input}: InputCell): string[] | null {
    if (input.type !== "select") return null;
    if (Array.isArray(input.options)) return input.options;
    const source = this.#graph.byName.get(input.options.cell.toLowerCase());
    const result = source && this.result(source.id);
    return result ? distinct(result.rows, input.options.column) : null;
  }

  /** Takes results that were made elsewhere for what their cells say now. */
  adopt(results: Record<string, QueryResult>): void {
    for (const [id, result] of Object.entries(results)) {
      const plan = this.#graph.byId.get(id);
      if (plan?.cell.kind !== "sql" || plan.problems.length) continue;
      this.#refreshValues();
      this.#set(plan, this.#key(plan.cell), {status: "done", result}, {ran: true});
    }
    this.#refresh();
  }

  /** Runs what is out of date, now and from now on. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#refresh();
  }

  /** Takes the notebook as it is now. */
  update(notebook: Notebook, tables: Iterable<string> = []): void {
    this.#graph = cellGraph(notebook, tables);
    for (const id of this.#kept.keys()) if (!this.#graph.byId.has(id)) this.#kept.delete(id);
    this.#refresh();
  }

  /** Forgets everything: another notebook comes, of which nothing runs before it is started. */
  reset(): void {
    this.#running?.abort.abort();
    this.#running = null;
    this.#started = false;
    this.#kept.clear();
    this.#values.clear();
  }

  /** Runs a cell again, whatever its result, or all of them. */
  rerun(id?: string): void {
    for (const [key, kept] of this.#kept) if (id === undefined || key === id) kept.ran = false;
    this.#started = true;
    this.#refresh();
  }

  /** Ends the run of a cell; it runs again when something changes, or when it is told to. */
  stop(id: string): void {
    const plan = this.#graph.byId.get(id);
    if (this.#running?.id !== id || !plan) return;
    const {key, abort} = this.#running;
    this.#running = null;
    abort.abort();
    const state = failed("stopped (run it again, or ask for less)", this.result(id));
    this.#set(plan, key, state, {ran: true});
    this.#refresh();
  }

  /** Brings every state up to date and starts the next run. */
  #refresh(): void {
    const next: SqlCell[] = [];
    for (const plan of this.#graph.order) {
      this.#refreshValue(plan.cell);
      const state = this.#next(plan);
      const key = plan.cell.kind === "sql" ? this.#key(plan.cell) : "";
      if (state) this.#set(plan, key, state);
      if (plan.cell.kind === "sql" && this.state(plan.cell.id).status === "waiting") next.push(plan.cell);
    }
    const running = this.#running;
    if (running) {
      const plan = this.#graph.byId.get(running.id);
      const wanted = plan?.cell.kind === "sql" && !plan.problems.length && this.#key(plan.cell) === running.key;
      if (wanted) return;
      this.#running = null;
      running.abort.abort();
    }
    const ready = next.find(({id}) => this.#needs(id).every((need) => this.state(need).status === "done"));
    if (ready) void this.#run(ready);
  }

  /** The state that a cell goes over to, or null when it is in the right one. */
  #next({cell, problems, needs}: CellPlan): CellState | null {
    const stale = this.result(cell.id);
    if (problems.length)
      return {
        status: "error",
        errors: problems.map(({message, from, to}) => ({
          message,
          place: from === undefined ? null : {from, to: to ?? from}
        })),
        stale
      };
    const broken = needs.find((id) => this.state(id).status === "error");
    if (broken) return failed(`waits for ${labelOf(this.#graph.byId.get(broken)!.cell)}, which failed`, stale);
    if (cell.kind !== "sql") return {status: "done", result: null};
    if (!cell.sql.trim()) return {status: "done", result: null};
    const kept = this.#kept.get(cell.id);
    const key = this.#key(cell);
    if (kept?.ran && kept.key === key) return null;
    if (this.#running?.id === cell.id && this.#running.key === key) return null;
    return {status: this.#started ? "waiting" : "idle", stale};
  }

  async #run(cell: SqlCell): Promise<void> {
    const plan = this.#graph.byId.get(cell.id)!;
    const key = this.#key(cell);
    const run = {id: cell.id, key, abort: new AbortController()};
    this.#running = run;
    this.#set(plan, key, {status: "running", stale: this.result(cell.id)});
    const question = composeSql(cell, this.#graph, this.#values);
    let state: CellState;
    try {
      state = {status: "done", result: await this.#effects.query(question, {signal: run.abort.signal})};
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      const {text: sent, linesBefore} = question;
      state = {
        status: "error",
        errors: [sqlError(text, {sent, sql: cell.sql, linesBefore})],
        stale: this.result(cell.id)
      };
    }
    if (this.#running !== run) return;
    this.#running = null;
    this.#set(this.#graph.byId.get(cell.id)!, key, state, {ran: true});
    this.#refresh();
  }

  /** SQL cells on which a cell depends, directly or through an input. */
  #needs(id: string): string[] {
    return this.#graph.byId.get(id)!.needs.flatMap((need) => {
      const {cell} = this.#graph.byId.get(need)!;
      return cell.kind === "sql" ? [need] : this.#needs(need);
    });
  }

  #key(cell: SqlCell): string {
    const {text, parameters} = composeSql(cell, this.#graph, this.#values);
    return JSON.stringify([text, parameters]);
  }

  #refreshValues(): void {
    for (const {cell} of this.#graph.order) this.#refreshValue(cell);
  }

  #refreshValue(cell: Cell): void {
    if (cell.kind === "input") this.#values.set(cell.id, this.value(cell));
  }

  #set({cell}: CellPlan, key: string, state: CellState, {ran = false} = {}): void {
    const before = this.#kept.get(cell.id);
    this.#kept.set(cell.id, {key, state, ran});
    if (!before || !sameState(before.state, state) || before.key !== key) this.#effects.changed(cell.id, state);
  }
}

const failed = (message: string, stale: QueryResult | null): CellState => ({
  status: "error",
  errors: [{message, place: null}],
  stale
});

function sameState(a: CellState, b: CellState): boolean {
  if (a.status !== b.status) return false;
  if (a.status === "done" && b.status === "done") return a.result === b.result;
  return JSON.stringify("errors" in a && a.errors) === JSON.stringify("errors" in b && b.errors);
}
