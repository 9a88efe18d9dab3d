import {html} from "npm:htl";
import {type CellBody, type CellHost, kindNames} from "./cell-view.js";
import {chartCell} from "./chart-cell.js";
import {inputCell} from "./input-cell.js";
import {type Cell, isNamed} from "./notebook.js";
import {sqlCell} from "./sql-cell.js";
import {textCell} from "./text-cell.js";

/** A cell with its name, how it stands, and what can be done with it. */
export interface CellCard {
  element: HTMLElement;
  update(cell: Cell, position: {first: boolean; last: boolean}): void;
  refresh(): void;
  focus(): void;
}

const states = {
  idle: "not run",
  waiting: "waits",
  running: "running",
  done: "",
  error: "failed"
} as const;

/** The card of a cell, whose kind never changes. */
export function cellCard(first: Cell, host: CellHost): CellCard {
  let cell = first;
  const body = bodyOf(first, host);
  const button = (sign: string, label: string, act: () => void) => {
    const element =
      html`<button type="button" title=${label} aria-label=${label}>${sign}</button>` as HTMLButtonElement;
    element.addEventListener("click", act);
    return element;
  };
  const run = button("Run", "Run this cell (Ctrl-Enter)", () => host.run(cell.id));
  const stop = button("Stop", "Stop this cell", () => host.runner.stop(cell.id));
  const up = button("↑", "Move up", () => host.move(cell.id, -1));
  const down = button("↓", "Move down", () => host.move(cell.id, 1));
  const remove = button("×", "Delete this cell", () => host.remove(cell.id));
  const name = isNamed(first) ? nameField(first.name, (name) => host.change({...cell, name} as Cell)) : null;
  const status = html`<span class="cell-status"></span>`;
  const problem = html`<div class="cell-errors" role="alert"></div>`;
  const element = html`<section class=${`cell ${first.kind}-cell`}>
    <header class="cell-head">
      <span class="cell-kind">${kindNames[first.kind]}</span>
      ${name?.element ?? null} ${status}
      <span class="cell-tools" role="group" aria-label="Cell">${first.kind === "sql" ? [run, stop] : []}${up}${down}${remove}</span>
    </header>
    ${first.kind === "input" ? problem : null}
    ${body.element}
  </section>`;
  element.addEventListener("keydown", ({key, altKey, shiftKey}) => {
    if (!altKey || !shiftKey || (key !== "ArrowUp" && key !== "ArrowDown")) return;
    host.move(cell.id, key === "ArrowUp" ? -1 : 1);
  });

  return {
    element,
    update(next, {first, last}) {
      cell = next;
      element.setAttribute("aria-label", `${kindNames[cell.kind]} cell${isNamed(cell) ? ` ${cell.name}` : ""}`);
      if (isNamed(cell)) name?.set(cell.name);
      up.disabled = first;
      down.disabled = last;
      body.update(cell);
    },
    refresh() {
      const state = host.runner.state(cell.id);
      const stale =
        cell.kind === "sql" && state.status !== "done" && host.runner.result(cell.id) ? ", last result below" : "";
      element.dataset.state = state.status;
      status.textContent = cell.kind === "sql" || state.status === "error" ? states[state.status] + stale : "";
      run.hidden = state.status === "running";
      stop.hidden = !run.hidden;
      if (cell.kind === "input")
        problem.replaceChildren(
          ...(state.status === "error" ? state.errors : []).map(
            ({message}) => html`<p class="cell-error">${message}</p>`
          )
        );
      body.refresh();
    },
    focus: () => body.focus()
  };
}

function bodyOf(cell: Cell, host: CellHost): CellBody {
  switch (cell.kind) {
    case "text":
      return textCell(cell, host) as CellBody;
    case "input":
      return inputCell(cell, host) as CellBody;
    case "sql":
      return sqlCell(cell, host) as CellBody;
    case "chart":
      return chartCell(cell, host) as CellBody;
  }
}

function nameField(value: string, change: (name: string) => void) {
  const input =
    html`<input class="cell-name" value=${value} spellcheck="false" autocomplete="off" maxlength="40">` as HTMLInputElement;
  input.addEventListener("change", () => change(input.value.trim()));
  return {
    element: html`<label><span class="visually-hidden">Name</span>${input}</label>`,
    set(name: string) {
      if (document.activeElement !== input || input.value.trim() === name) input.value = name;
    }
  };
}
