import {html} from "npm:htl";
import {kindNames} from "./cell-view.js";
import type {CellKind} from "./notebook.js";

/** Buttons that add a cell of each kind; `where` says it to those who do not see it. */
export function addCell(where: string, add: (kind: CellKind) => void): HTMLElement {
  return html`<div class="add-cell" role="group" aria-label=${`Add a cell ${where}`}>${(
    Object.entries(kindNames) as [CellKind, string][]
  ).map(([kind, name]) => {
    const button = html`<button type="button">+ ${name}</button>`;
    button.addEventListener("click", () => add(kind));
    return button;
  })}</div>`;
}
