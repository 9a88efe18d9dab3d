import assert from "node:assert/strict";
import {test} from "node:test";
import {cellGraph} from "../../../../src/components/explore/cell-graph.js";
import type {Cell} from "../../../../src/components/explore/notebook.js";
import {chartOf, days, notebookOf, number, select, sql, text} from "./notebook-of.ts";

const graph = (...cells: Cell[]) => cellGraph(notebookOf(...cells), ["readings"]);
const order = (...cells: Cell[]) => graph(...cells).order.map(({cell}) => cell.id);
const problems = (id: string, ...cells: Cell[]) =>
  graph(...cells)
    .byId.get(id)!
    .problems.map(({message}) => message);

test("cellGraph() puts every cell behind those that it names, wherever they stand", () => {
  assert.deepEqual(order(chartOf("b"), sql("b", `SELECT \${n} FROM a`), number("n", 1), sql("a", "FROM readings")), [
    "n",
    "a",
    "b",
    "b-chart"
  ]);
});

test("cellGraph() names a cycle", () => {
  const cycle = [
    sql("a", "FROM b"),
    sql("b", `SELECT * FROM readings WHERE series = \${c}`),
    select("c", "a", "x"),
    sql("d", "FROM a")
  ];
  for (const id of "abc")
    assert.match(
      problems(id, ...cycle)[0]!,
      /^cells that need one another: a -> b -> c -> a \(let one of them do without\)/
    );
  assert.deepEqual(problems("d", ...cycle), []);
  assert.match(problems("a", sql("a", "FROM a"))[0]!, /: a -> a /);
});

test("cellGraph() says what a name should be", () => {
  assert.match(problems("select", sql("select", ""))[0]!, /^name taken by the language: select/);
  assert.match(problems("display", sql("display", ""))[0]!, /^name taken/);
  assert.match(problems("Readings", sql("Readings", ""))[0]!, /^name of a published table: Readings/);
  assert.match(problems("a b", sql("a b", ""))[0]!, /^invalid name: "a b"/);
  assert.match(problems("x); alert(1", sql("x); alert(1", ""))[0]!, /^invalid name/);
  assert.match(problems("N", number("n", 1), sql("N", ""))[0]!, /^two cells have the same name: N/);
});

test("cellGraph() says which input is missing, and where", () => {
  const [problem] = graph(sql("a", `SELECT \${b}`)).byId.get("a")!.problems;
  assert.deepEqual(problem, {
    message: "no input of this name: b (add an input cell, or name one that is there)",
    from: 7,
    to: 11
  });
  assert.match(problems("a", days("p"), sql("a", `SELECT \${p}`))[0]!, /^two days at once: .*\$\{p\.from\}/);
  assert.match(problems("a", number("p", 1), sql("a", `SELECT \${p.to}`))[0]!, /^no range of days: p/);
  assert.match(problems("a-chart", text("x"), chartOf("a"))[0]!, /^no SQL cell of this name: a/);
  assert.match(problems("-chart", chartOf(""))[0]!, /^no SQL cell chosen/);
});
