import assert from "node:assert/strict";
import {test} from "node:test";
import type {ComposedSql} from "../../../../src/components/explore/compose-sql.js";
import type {Cell} from "../../../../src/components/explore/notebook.js";
import type {QueryResult} from "../../../../src/components/explore/query-result.js";
import {Runner} from "../../../../src/components/explore/runner.js";
import {waitFor} from "../../../support/wait-for.ts";
import {chartOf, notebookOf, number, select, sql} from "./notebook-of.ts";

const resultOf = (...values: unknown[]): QueryResult => ({
  columns: [{name: "x", type: "string", nulls: 0}],
  rows: values.map((x) => ({x})),
  count: values.length
});

/** A runner whose questions are answered when the test says so. */
function watched() {
  const asked: (ComposedSql & {signal: AbortSignal; answer(result: QueryResult): void; fail(text: string): void})[] =
    [];
  const changes: string[] = [];
  const runner = new Runner({
    query: (question, {signal}) =>
      new Promise((resolve, reject) =>
        asked.push({...question, signal, answer: resolve, fail: (text) => reject(new Error(text))})
      ),
    changed: (id, {status}) => changes.push(`${id} ${status}`)
  });
  const answer = async (result = resultOf("a")) => {
    const count = asked.length;
    asked.at(-1)!.answer(result);
    await waitFor(() => asked.length > count || !changes.at(-1)!.endsWith("running"));
  };
  return {runner, asked, changes, answer};
}

const cells: Cell[] = [
  chartOf("b"),
  sql("b", `SELECT * FROM a WHERE y > \${n}`),
  number("n", 1),
  sql("a", "SELECT 1 AS y"),
  sql("other", "SELECT 2")
];
const changed = (id: string, cell: Cell) => notebookOf(...cells.map((old) => (old.id === id ? cell : old)));

test("runner.update() runs nothing before it is started, and then each cell once behind those that it names", async () => {
  const {runner, asked, changes, answer} = watched();
  runner.update(notebookOf(...cells));
  assert.equal(runner.state("a").status, "idle");
  assert.equal(asked.length, 0);
  runner.start();
  assert.equal(asked.length, 1);
  await answer();
  await answer();
  await answer();
  assert.deepEqual(
    asked.map(({text}) => text.split("\n").at(-1)),
    ["SELECT 1 AS y", "SELECT * FROM a WHERE y > ?", "SELECT 2"]
  );
  assert.deepEqual(
    changes.filter((change) => change.endsWith("done")),
    ["n done", "b-chart done", "a done", "b done", "other done"]
  );
});

test("runner.update() runs again what depends on an input, and nothing else", async () => {
  const {runner, asked, answer} = watched();
  runner.update(notebookOf(...cells));
  runner.start();
  for (let i = 0; i < 3; ++i) await answer();
  runner.update(changed("n", number("n", 7)));
  assert.equal(asked.length, 4);
  assert.deepEqual(asked[3]!.parameters, [7]);
  assert.equal(runner.result("b")?.rows[0]?.x, "a");
  await answer(resultOf("new"));
  assert.equal(runner.result("b")?.rows[0]?.x, "new");
  runner.update(changed("n", {...number("n", 7), label: "another label"} as Cell));
  runner.update(notebookOf(...cells.map((cell) => (cell.id === "n" ? number("n", 7) : cell)).reverse()));
  assert.equal(asked.length, 4);
});

test("runner.update() aborts the run that is no longer wanted, and never shows what it answers", async () => {
  const {runner, asked} = watched();
  runner.update(notebookOf(...cells));
  runner.start();
  runner.update(changed("a", sql("a", "SELECT 5 AS y")));
  assert.ok(asked[0]!.signal.aborted);
  assert.equal(asked.length, 2);
  asked[0]!.answer(resultOf("stale"));
  asked[1]!.answer(resultOf("fresh"));
  await waitFor(() => runner.state("a").status === "done");
  assert.equal(runner.result("a")?.rows[0]?.x, "fresh");
});

test("runner.update() goes on when a cell fails, tells those that need it, and runs them once it is mended", async () => {
  const {runner, asked, answer} = watched();
  runner.update(notebookOf(...cells));
  runner.start();
  asked[0]!.fail('Binder Error: Referenced column "z" not found\nLINE 1: SELECT 1 AS y\n                    ^');
  await waitFor(() => asked.length === 2);
  const state = runner.state("a");
  assert.deepEqual(state.status === "error" && state.errors, [
    {message: 'Binder Error: Referenced column "z" not found', place: {from: 12, to: 13}}
  ]);
  const waiting = runner.state("b");
  assert.equal(waiting.status === "error" && waiting.errors[0]?.message, "waits for a, which failed");
  await answer();
  runner.rerun("a");
  await answer();
  await answer();
  assert.equal(runner.state("b").status, "done");
});

test("runner.update() takes a name that was twice there and is no longer for mended", async () => {
  const {runner, answer} = watched();
  runner.update(notebookOf(sql("a", "SELECT 1"), {...sql("b", "SELECT 2"), name: "a"} as Cell));
  runner.start();
  await answer();
  assert.equal(runner.state("b").status, "error");
  runner.update(notebookOf(sql("a", "SELECT 1"), sql("b", "SELECT 2")));
  await answer();
  assert.equal(runner.state("b").status, "done");
});

test("runner.update() names a cycle and runs what is outside of it", async () => {
  const {runner, asked, answer} = watched();
  runner.update(notebookOf(sql("a", "FROM b"), sql("b", "FROM a"), sql("c", "SELECT 1")));
  runner.start();
  await answer();
  assert.equal(asked.length, 1);
  const state = runner.state("a");
  assert.match((state.status === "error" && state.errors[0]?.message) || "", /a -> b -> a/);
  assert.equal(runner.state("c").status, "done");
});

test("runner.value() is an option of the cell that gives them, the first if the chosen one is gone", async () => {
  const {runner, asked, answer} = watched();
  const notebook = (value: string | null) =>
    notebookOf(select("s", "names", "x", value), sql("names", "SELECT 1"), sql("b", `SELECT \${s}`));
  runner.update(notebook("gone"));
  runner.start();
  await answer(resultOf("001", "002", null, "002"));
  assert.deepEqual(asked[1]!.parameters, ["001"]);
  await answer();
  runner.update(notebook("002"));
  assert.deepEqual(asked[2]!.parameters, ["002"]);
});

test("runner.stop() ends a run, which can be asked for again", async () => {
  const {runner, asked, answer} = watched();
  runner.update(notebookOf(sql("a", "SELECT 1")));
  runner.start();
  runner.stop("a");
  assert.ok(asked[0]!.signal.aborted);
  const state = runner.state("a");
  assert.match((state.status === "error" && state.errors[0]?.message) || "", /^stopped/);
  runner.rerun("a");
  await answer();
  assert.equal(runner.state("a").status, "done");
});

test("runner.adopt() takes results that are there for current, until something changes", () => {
  const {runner, asked} = watched();
  runner.update(notebookOf(...cells));
  runner.adopt({a: resultOf("a"), b: resultOf("b"), other: resultOf("o")});
  runner.start();
  assert.equal(asked.length, 0);
  runner.update(changed("n", number("n", 2)));
  assert.equal(asked.length, 1);
});
