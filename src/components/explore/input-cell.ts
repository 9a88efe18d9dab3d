import {html} from "npm:htl";
import type {CellBody, CellHost} from "./cell-view.js";
import {inputElement} from "./input-element.js";
import {inputSettings} from "./input-settings.js";
import type {Input, InputCell} from "./notebook.js";

/** An input, and behind it what it offers. */
export function inputCell(first: InputCell, host: CellHost): CellBody<InputCell> {
  let cell = first;
  let drawn = "";
  const shown = html`<div class="cell-input"></div>`;
  const settings = html`<div></div>`;
  const hint = html`<code></code>`;
  const details = html`<details class="chart-data"><summary>Settings</summary>
    <p class="chart-note">SQL names it as ${hint}</p>${settings}</details>`;
  const element = html`<div>${shown}${details}</div>`;

  /** Anew only when what it offers is another, so that the one that is being moved stays. */
  const draw = () => {
    const options = host.runner.options(cell);
    const offers = JSON.stringify([cell.label || cell.name, {...cell.input, value: null}, options, host.results()]);
    if (offers === drawn) return;
    const focused = settings.contains(document.activeElement);
    drawn = offers;
    const value = host.runner.value(cell);
    const change = (input: Input) => host.change({...cell, input});
    shown.replaceChildren(inputElement(cell, {value, options}, change));
    settings.replaceChildren(inputSettings(cell, {results: host.results()}, (next) => host.change(next)));
    if (focused) settings.querySelector<HTMLElement>("select, input")?.focus();
  };
  return {
    element,
    update(next) {
      cell = next;
      hint.textContent =
        cell.input.type === "dates" ? `\${${cell.name}.from} and \${${cell.name}.to}` : `\${${cell.name}}`;
      draw();
    },
    refresh: draw,
    focus: () => shown.querySelector<HTMLElement>("input, select")?.focus()
  };
}
