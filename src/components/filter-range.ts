import {html} from "npm:htl";
import {filterPopover} from "./filter-popover.js";
import {chooseFilters, setRange} from "./filter-state.js";
import type {Filters} from "./filter-values.js";
import {inPeriod, rangeWords} from "./filter-words.js";
import {timeZone} from "./zone.js";
import {fromWall, toWall} from "./zone-time.js";

/** The field of the range: presets, and two date-time fields in the zone of the page. */
export function filterRange({defaultRange, ranges}: {defaultRange: string; ranges: readonly string[]}) {
  const from = html`<input type="datetime-local" required>` as HTMLInputElement;
  const to = html`<input type="datetime-local" required>` as HTMLInputElement;
  const zoneNote = html`<small></small>`;
  const buttons = ranges.map((range) => {
    const button = html`<button type="button">Last ${rangeWords(range)}</button>`;
    button.addEventListener("click", () => {
      chooseFilters({range: range === defaultRange ? undefined : range, span: undefined});
      popover.close();
    });
    return button;
  });
  const form = html`<form class="filter-dates">
    <label>From ${from}</label><label>Until ${to}</label>
    ${zoneNote}<button type="submit">Show these</button>
  </form>`;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    setRange(instantOf(from), instantOf(to));
    popover.close();
  });
  const check = () => to.setCustomValidity(instantOf(to) > instantOf(from) ? "" : "The end has to be after the start.");
  for (const input of [from, to]) input.addEventListener("input", check);
  const popover = filterPopover({
    label: "Range",
    content: html`<div class="filter-ranges">${buttons}</div>${form}`
  });

  return {
    element: popover.element,
    update(filters: Filters) {
      popover.say(
        filters.range === "custom" ? inPeriod(filters).replace(/^\w+ /, "") : `Last ${rangeWords(filters.range)}`
      );
      for (const [i, button] of buttons.entries())
        button.setAttribute("aria-pressed", String(ranges[i] === filters.range));
      from.value = wallText(filters.from);
      to.value = wallText(filters.to);
      to.setCustomValidity("");
      zoneNote.textContent = `clock times in ${filters.timeZone}`;
    }
  };
}

const wallText = (time: number): string => new Date(toWall(time, timeZone())).toISOString().slice(0, 16);

const instantOf = ({value}: HTMLInputElement): number => fromWall(Date.parse(`${value}Z`), timeZone());
