import {html} from "npm:htl";
import {filterPopover} from "./filter-popover.js";
import {chooseFilters} from "./filter-state.js";
import type {Filters} from "./filter-values.js";
import {isZone, readerZone} from "./zone.js";

/** The field of the time zone: the reader's, the site's, UTC, or any by name. */
export function filterZone({site}: {site: string}) {
  const mine = readerZone();
  const choices = [
    {zone: mine, label: `Mine, ${mine}`},
    {zone: site, label: `The site’s, ${site}`},
    {zone: "UTC", label: "UTC"}
  ].filter(({zone}, i, all) => all.findIndex((other) => other.zone === zone) === i);
  const buttons = choices.map(({zone, label}) => {
    const button = html`<button type="button">${label}</button>`;
    button.addEventListener("click", () => choose(zone));
    return button;
  });
  const input =
    html`<input type="text" list="filter-zones" autocomplete="off" spellcheck="false" required>` as HTMLInputElement;
  const zones = html`<datalist id="filter-zones"></datalist>`;
  const form = html`<form class="filter-other"><label>Another ${input}</label>${zones}<button type="submit">Use it</button></form>`;
  input.addEventListener("input", () =>
    input.setCustomValidity(!input.value || isZone(input.value) ? "" : "No zone of this name; one is Europe/Berlin.")
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    choose(new Intl.DateTimeFormat("en", {timeZone: input.value}).resolvedOptions().timeZone);
  });
  const popover = filterPopover(
    {label: "Times", content: html`<div class="filter-ranges">${buttons}</div>${form}`},
    () => {
      if (!zones.childElementCount)
        zones.append(...Intl.supportedValuesOf("timeZone").map((zone) => html`<option value=${zone}></option>`));
    }
  );

  function choose(zone: string) {
    chooseFilters({timeZone: zone === mine ? undefined : zone});
    popover.close();
  }

  return {
    element: popover.element,
    update({timeZone}: Filters) {
      popover.say(timeZone === mine ? "mine" : timeZone);
      for (const [i, button] of buttons.entries())
        button.setAttribute("aria-pressed", String(choices[i]!.zone === timeZone));
      input.value = "";
    }
  };
}
