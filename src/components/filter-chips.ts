import {html} from "npm:htl";
import type {Chosen, ChosenChange} from "./filter-query.js";
import {chooseFilters} from "./filter-state.js";
import {comparisonLabels, grainLabels, inPeriod, rangeWords} from "./filter-words.js";
import {timeZone} from "./zone.js";

interface Chip {
  text: string;
  without: ChosenChange;
}

/** What is chosen, for where the fields are folded away; a press takes a choice back. */
export function filterChips() {
  const element = html`<div class="filter-chips"></div>`;
  return {
    element,
    update(chosen: Chosen) {
      element.replaceChildren(
        ...chipsOf(chosen).map(({text, without}) => {
          const chip = html`<button type="button" aria-label=${`Take back: ${text}`}>${text}<span aria-hidden="true"> ×</span></button>`;
          chip.addEventListener("click", () => chooseFilters(without));
          return chip;
        })
      );
    }
  };
}

function chipsOf({range, span, compare, grain, timeZone: zone, sources}: Chosen): Chip[] {
  const chips: Chip[] = [];
  if (range) chips.push({text: rangeWords(range), without: {range: undefined}});
  if (span)
    chips.push({
      text: inPeriod({...span, range: "custom", timeZone: timeZone()}).replace(/^\w+ /, ""),
      without: {span: undefined}
    });
  if (compare && compare !== "none") chips.push({text: comparisonLabels[compare], without: {compare: undefined}});
  if (grain && grain !== "auto")
    chips.push({text: `By ${grainLabels[grain].toLowerCase()}`, without: {grain: undefined}});
  if (zone) chips.push({text: zone, without: {timeZone: undefined}});
  if (sources) chips.push({text: sources.join(", "), without: {sources: undefined}});
  return chips;
}
