import {html} from "npm:htl";
import type {CellBody, CellHost} from "./cell-view.js";
import type {SqlCell} from "./notebook.js";
import type {QueryResult} from "./query-result.js";
import {resultView} from "./result-table.js";
import type {SqlEditor} from "./sql-editor.js";
import type {SqlError} from "./sql-error.js";

/** How long after the last letter a question is asked, ms; Ctrl-Enter asks at once. */
const pauseMs = 600;

/** A question in its editor, what it answered, or what is wrong with it and where. */
export function sqlCell(first: SqlCell, host: CellHost): CellBody<SqlCell> {
  let cell = first;
  let editor: SqlEditor | null = null;
  let shown: QueryResult | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const still = html`<pre class="sql-still" tabindex="0" role="region" aria-label="SQL"></pre>`;
  const place = html`<div class="sql-editor">${still}</div>`;
  const errors = html`<div class="cell-errors" role="alert"></div>`;
  const result = html`<div></div>`;
  const element = html`<div>${place}${errors}${result}</div>`;

  let known = "";
  const know = () => {
    const vocabulary = host.vocabulary();
    const next = JSON.stringify(vocabulary);
    if (next !== known) editor?.know(vocabulary);
    known = next;
  };
  const ask = (sql: string) => {
    clearTimeout(timer);
    if (sql !== cell.sql) host.change({...cell, sql});
  };
  void import("./sql-editor.js").then(({sqlEditor}) => {
    const focused = document.activeElement === still;
    let text = cell.sql;
    editor = sqlEditor(
      {text, label: `SQL of ${cell.name}`},
      {
        change(next) {
          text = next;
          clearTimeout(timer);
          timer = setTimeout(() => ask(text), pauseMs);
        },
        run() {
          ask(text);
          host.run(cell.id);
        }
      }
    );
    editor.element.addEventListener("focusin", know);
    place.replaceChildren(editor.element);
    if (focused) editor.focus();
    body.refresh();
  });

  const body: CellBody<SqlCell> = {
    element,
    update(next) {
      cell = next;
      still.textContent = cell.sql || " ";
      editor?.set(cell.sql);
    },
    refresh() {
      const state = host.runner.state(cell.id);
      const wrong = state.status === "error" ? state.errors : [];
      editor?.mark(wrong);
      if (editor?.element.contains(document.activeElement)) know();
      errors.replaceChildren(...wrong.map((error) => errorLine(error, cell.sql, (at) => editor?.focus(at))));
      const next = cell.sql.trim() ? host.runner.result(cell.id) : null;
      result.classList.toggle("stale", state.status !== "done");
      if (next === shown) return;
      shown = next;
      result.replaceChildren(...(next ? [resultView(next, `Rows of ${cell.name}`)] : []));
    },
    focus: () => (editor ? editor.focus() : still.focus())
  };
  body.update(first);
  return body;
}

/** A message, and a button that leads to the place. */
function errorLine({message, place}: SqlError, sql: string, go: (at: number) => void): HTMLElement {
  if (!place) return html`<p class="cell-error">${message}</p>`;
  const before = sql.slice(0, place.from).split("\n");
  const button = html`<button type="button" class="quiet">line ${before.length}, column ${before.at(-1)!.length + 1}</button>`;
  button.addEventListener("click", () => go(place.from));
  return html`<p class="cell-error">${button} ${message}</p>`;
}
