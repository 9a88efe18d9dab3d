import {type Cell, isNamed, type Notebook, type SqlCell} from "./notebook.js";
import {type SqlNames, type SqlProblem, sqlNames} from "./sql-names.js";

/** Names that mean something else in SQL or in a page's JavaScript, in which a notebook may end. */
const reserved = new Set(
  `all and any as asc between by case cast create cross desc distinct else end except exists from full group having in
  inner intersect is join lateral left like limit natural not null offset on or order outer right select table then
  union using values when where window with
  arguments async await break catch class const continue debugger default delete do enum eval export extends false
  finally for function if implements import instanceof interface let new of package private protected public return
  static super switch this throw true try typeof undefined var void while yield
  sql plot inputs display view html svg d3 chart width now invalidation visibility resize fileattachment window
  document console math date array object string number boolean promise map set url fetch nan infinity globalthis
  lakesql resulttable emptystate _ tex dot md dark generators mutable require aq arrow vl l htl topojson react duckdbclient sqlite mermaid echarts`
    .split(/\s+/)
    .filter(Boolean)
);

/** What a cell needs and what is wrong with it before it is run. */
export interface CellPlan {
  cell: Cell;
  /** Ids of the cells that it names, each once. */
  needs: string[];
  /** Of a SQL cell. */
  names: SqlNames | null;
  /** What keeps it from running; places are given for SQL cells where one can be. */
  problems: (Omit<SqlProblem, "from" | "to"> & Partial<Pick<SqlProblem, "from" | "to">>)[];
}

/** A notebook's cells such that every cell stands after those that it names, in the notebook's order otherwise. */
export interface CellGraph {
  /** Cells of a cycle stand last. */
  order: CellPlan[];
  byId: ReadonlyMap<string, CellPlan>;
  /** Named cells in lower case. */
  byName: ReadonlyMap<string, Cell>;
}

/** Works out what needs what. `tables` are the published ones. Never throws: what is wrong is a problem of its cell. */
export function cellGraph({cells}: Pick<Notebook, "cells">, tables: Iterable<string> = []): CellGraph {
  const published = new Set([...tables].map((name) => name.toLowerCase()));
  const byName = new Map<string, Cell>();
  for (const cell of cells.filter(isNamed))
    if (!byName.has(cell.name.toLowerCase())) byName.set(cell.name.toLowerCase(), cell);
  const plans = cells.map((cell) => planOf(cell, byName, published));
  const byId = new Map(plans.map((plan) => [plan.cell.id, plan]));
  const {order, cycles} = sorted(plans, byId);
  for (const cycle of cycles) {
    const path = [...cycle, cycle[0]!].map(({cell}) => labelOf(cell)).join(" -> ");
    for (const {problems} of cycle)
      problems.push({message: `cells that need one another: ${path} (let one of them do without)`});
  }
  return {order, byId, byName};
}

/** What a cell is called in messages. */
export const labelOf = (cell: Cell): string => (isNamed(cell) ? cell.name : cell.kind);

function planOf(cell: Cell, byName: Map<string, Cell>, published: Set<string>): CellPlan {
  const plan: CellPlan = {cell, needs: [], names: null, problems: []};
  if (isNamed(cell)) plan.problems.push(...nameProblems(cell, byName, published));
  if (cell.kind === "sql") addSql(plan, cell, byName);
  const source =
    cell.kind === "chart"
      ? cell.source
      : cell.kind === "input" && cell.input.type === "select" && !Array.isArray(cell.input.options)
        ? cell.input.options.cell
        : null;
  if (source !== null) {
    const found = byName.get(source.toLowerCase());
    if (found?.kind === "sql") plan.needs.push(found.id);
    else if (source === "") plan.problems.push({message: "no SQL cell chosen (choose the one whose result it shows)"});
    else plan.problems.push({message: `no SQL cell of this name: ${source} (choose another)`});
  }
  return plan;
}

function nameProblems(cell: Cell & {name: string}, byName: Map<string, Cell>, published: Set<string>) {
  const name = cell.name.toLowerCase();
  if (!/^[A-Za-z_]\w*$/.test(cell.name))
    return [{message: `invalid name: ${JSON.stringify(cell.name)} (letters, digits and _, a letter first)`}];
  if (reserved.has(name)) return [{message: `name taken by the language: ${cell.name} (choose another)`}];
  if (published.has(name)) return [{message: `name of a published table: ${cell.name} (choose another)`}];
  if (byName.get(name) !== cell) return [{message: `two cells have the same name: ${cell.name} (rename one)`}];
  return [];
}

function addSql(plan: CellPlan, cell: SqlCell, byName: Map<string, Cell>): void {
  const names = sqlNames(cell.sql);
  plan.names = names;
  plan.problems.push(...names.problems);
  const needs = new Set<string>();
  for (const {name, field, from, to} of names.inputs) {
    const input = byName.get(name.toLowerCase());
    const ranged = input?.kind === "input" && input.input.type === "dates";
    if (input?.kind !== "input")
      plan.problems.push({
        message: `no input of this name: ${name} (add an input cell, or name one that is there)`,
        from,
        to
      });
    else if (ranged !== (field !== null))
      plan.problems.push({
        message: ranged
          ? `two days at once: \${${name}} (write \${${name}.from} or \${${name}.to})`
          : `no range of days: ${name} (write \${${name}})`,
        from,
        to
      });
    else needs.add(input.id);
  }
  for (const {name} of names.tables) {
    const table = byName.get(name);
    if (table?.kind === "sql") needs.add(table.id);
  }
  plan.needs = [...needs];
}

function sorted(plans: CellPlan[], byId: Map<string, CellPlan>) {
  const order: CellPlan[] = [];
  const state = new Map<CellPlan, "open" | "done">();
  const cycles: CellPlan[][] = [];
  const path: CellPlan[] = [];
  const visit = (plan: CellPlan) => {
    if (state.get(plan) === "done") return;
    if (state.get(plan) === "open") {
      cycles.push(path.slice(path.indexOf(plan)));
      return;
    }
    state.set(plan, "open");
    path.push(plan);
    for (const id of plan.needs) visit(byId.get(id)!);
    path.pop();
    state.set(plan, "done");
    order.push(plan);
  };
  for (const plan of plans) visit(plan);
  return {order, cycles};
}
