import {html} from "npm:htl";

/** A field of the bar with a handful of choices: a labelled select. */
export function filterChoice<Value extends string>(
  {label, choices}: {label: string; choices: readonly {value: Value; label: string}[]},
  change: (value: Value) => void
) {
  const select =
    html`<select>${choices.map(({value, label}) => html`<option value=${value}>${label}</option>`)}</select>` as HTMLSelectElement;
  select.addEventListener("change", () => change(select.value as Value));
  return {
    element: html`<label class="filter-select"><span class="filter-label">${label}</span>${select}</label>`,
    /** @param without choices that say nothing at present; they stand there, but cannot be taken */
    update(value: Value, {without = []}: {without?: readonly Value[]} = {}) {
      select.value = value;
      for (const option of select.options) {
        option.disabled = without.includes(option.value as Value);
        option.title = option.disabled ? "not known of the range" : "";
      }
    }
  };
}
