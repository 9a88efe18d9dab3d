import {html} from "npm:htl";
import {filterPopover} from "./filter-popover.js";
import {chooseFilters} from "./filter-state.js";
import type {Filters} from "./filter-values.js";
import {formatCount} from "./format.js";

/** The field of the sources: any of them; none ticked stands for all. */
export function filterSource({sources}: {sources: readonly string[]}) {
  const boxes = sources.map((source) => html`<input type="checkbox" value=${source}>` as HTMLInputElement);
  for (const box of boxes)
    box.addEventListener("change", () => {
      const ticked = boxes.filter(({checked}) => checked).map(({value}) => value);
      chooseFilters({sources: ticked.length && ticked.length < sources.length ? ticked : undefined});
    });
  const popover = filterPopover({
    label: "Source",
    content: html`<div class="filter-boxes">${boxes.map((box) => html`<label>${box} ${box.value}</label>`)}</div>`
  });

  return {
    element: popover.element,
    update({sources: chosen}: Filters) {
      popover.say(!chosen.length ? "all" : chosen.length === 1 ? chosen[0]! : formatCount(chosen.length, "source"));
      for (const box of boxes) box.checked = chosen.includes(box.value);
    }
  };
}
