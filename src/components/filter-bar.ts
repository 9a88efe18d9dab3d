import {html} from "npm:htl";
import {filterChips} from "./filter-chips.js";
import {filterChoice} from "./filter-choice.js";
import {comparisons} from "./filter-query.js";
import {filterRange} from "./filter-range.js";
import {filterSource} from "./filter-source.js";
import {chooseFilters, chosenFilters, onFilterChange, resetFilters} from "./filter-state.js";
import {comparesWithin, type Filters, rangesWithin, resolveFilters} from "./filter-values.js";
import {comparisonLabels, grainLabels} from "./filter-words.js";
import {filterZone} from "./filter-zone.js";
import {formatDateTime} from "./format.js";
import {grains as allGrains, type Grain} from "./grain.js";
import type {Meta} from "./meta.js";
import {timeZone} from "./zone.js";

export type FilterField = "range" | "compare" | "grain" | "tz" | "source";

export interface FilterBarOptions {
  meta: Pick<Meta, "builtAt" | "observedThrough" | "timeZone">;
  /** What the page shows when nothing is chosen, as in 24h or 7d. */
  defaultRange?: string;
  /** How far back the page's data goes, UTC ms: what reaches further back is not offered. */
  knownFrom?: number | null;
  /** The fields that this page follows. */
  fields?: readonly FilterField[];
  /** Ids of the sources that may be chosen. */
  sources?: readonly string[];
  /** The steps that the page's data can be shown in, fine to coarse. */
  grains?: readonly Grain[];
}

interface Field {
  element: HTMLElement;
  update(filters: Filters): void;
}

/**
 * What the page shows: range, comparison, grain, zone and source, kept in the address. Holds `value` and tells of
 * changes, as Framework's `view` asks.
 */
export function filterBar({
  meta,
  defaultRange = "7d",
  knownFrom = null,
  fields = ["range", "compare", "grain", "tz"],
  sources = [],
  grains = allGrains
}: FilterBarOptions): HTMLElement & {value: Filters} {
  const observedThrough = meta.observedThrough ?? meta.builtAt;
  const resolved = () =>
    resolveFilters(chosenFilters().chosen, {observedThrough, defaultRange, zone: timeZone(), offered: grains, sources});
  const known = {from: knownFrom ?? Number.NEGATIVE_INFINITY, to: observedThrough};
  const controls = fieldsOf({fields, defaultRange, known, site: meta.timeZone, sources, grains});
  const chips = filterChips();
  const reset = html`<button type="button" class="filter-reset">Reset</button>`;
  const toggle = html`<button type="button" class="filter-toggle" aria-expanded="false">Filters</button>`;
  const said = html`<p class="filter-said" role="status"></p>`;
  const row = html`<div class="filter-fields">${controls.map(({element}) => element)}</div>`;
  const bar = html`<div class="filters" role="group" aria-label="Filters">
    <div class="filter-row">${toggle}${chips.element}${row}${reset}</div>${said}
  </div>`;
  const input = Object.assign(bar, {value: resolved().filters});

  function draw() {
    const {chosen, problems} = chosenFilters();
    const {filters, problems: unknown} = resolved();
    input.value = filters;
    for (const control of controls) control.update(filters);
    chips.update(chosen);
    reset.classList.toggle("idle", !Object.keys(chosen).length && !problems.length);
    said.textContent = sentence(filters, fields, [...problems, ...unknown]);
    said.classList.toggle("warn", problems.length + unknown.length > 0);
  }

  // the controls' own events would make the page draw twice
  row.addEventListener("input", (event) => event.stopPropagation());
  reset.addEventListener("click", resetFilters);
  toggle.addEventListener("click", () => toggle.setAttribute("aria-expanded", String(bar.classList.toggle("open"))));
  onFilterChange(() => {
    const before = JSON.stringify(input.value);
    draw();
    if (JSON.stringify(input.value) !== before) bar.dispatchEvent(new Event("input", {bubbles: true}));
  });
  draw();
  return input;
}

function fieldsOf({
  fields,
  defaultRange,
  known,
  site,
  sources,
  grains
}: {
  fields: readonly FilterField[];
  defaultRange: string;
  known: {from: number; to: number};
  site: string;
  sources: readonly string[];
  grains: readonly Grain[];
}): Field[] {
  const make: Record<FilterField, () => Field[]> = {
    range: () => [filterRange({defaultRange, ranges: rangesWithin(known, defaultRange)})],
    compare: () => {
      const choices = comparisons.map((value) => ({value, label: comparisonLabels[value]}));
      const field = filterChoice({label: "Compare", choices}, (value) =>
        chooseFilters({compare: value === "none" ? undefined : value})
      );
      return [
        {
          element: field.element,
          update: (filters) =>
            field.update(filters.compare, {
              without: comparisons.filter((compare) => !comparesWithin(known, {...filters, compare}))
            })
        }
      ];
    },
    grain: () => {
      const choices = (["auto", ...grains] as const).map((value) => ({value, label: grainLabels[value]}));
      const field = filterChoice({label: "By", choices}, (value) =>
        chooseFilters({grain: value === "auto" ? undefined : value})
      );
      return [{element: field.element, update: ({grain}) => field.update(grain)}];
    },
    tz: () => [filterZone({site})],
    source: () => (sources.length > 1 ? [filterSource({sources})] : [])
  };
  return fields.flatMap((field) => make[field]());
}

/** What is shown, and what of the address had to be passed over. */
function sentence({from, to, timeZone}: Filters, fields: readonly FilterField[], problems: readonly string[]): string {
  const span = fields.includes("range")
    ? `${formatDateTime(from)} to ${formatDateTime(to)}, times in ${timeZone}`
    : `Times in ${timeZone}`;
  if (!problems.length) return span;
  return `${problems.join(", ")}: not known here and ignored. ${span}`;
}
