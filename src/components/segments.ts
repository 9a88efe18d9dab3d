import {html} from "npm:htl";

export interface Choice<Value extends string> {
  value: Value;
  /** What its button says. */
  label: string;
}

/** A row of buttons of which one is pressed; `change` hears of every new choice. */
export function segments<Value extends string>(
  {label, choices, value}: {label: string; choices: readonly Choice<Value>[]; value: Value},
  change: (value: Value) => void
): HTMLElement {
  const buttons = choices.map((choice) => {
    const button = html`<button type="button">${choice.label}</button>`;
    button.addEventListener("click", () => {
      press(choice.value);
      change(choice.value);
    });
    return button;
  });
  const press = (pressed: Value) => {
    for (const [i, button] of buttons.entries())
      button.setAttribute("aria-pressed", String(choices[i]!.value === pressed));
  };
  press(value);
  return html`<div class="segments" role="group" aria-label=${label}>${buttons}</div>`;
}

/** A labelled select, for more choices than a row of buttons holds. */
export function picker<Value extends string>(
  {label, choices, value}: {label: string; choices: readonly Choice<Value>[]; value: Value},
  change: (value: Value) => void
): HTMLElement {
  const select = html`<select>${choices.map(
    (choice) => html`<option value=${choice.value} selected=${choice.value === value}>${choice.label}</option>`
  )}</select>` as HTMLSelectElement;
  select.addEventListener("change", () => change(select.value as Value));
  return html`<label class="choice">${label} ${select}</label>`;
}

export interface ChoiceOptions<Value extends string> {
  /** What is chosen. */
  label: string;
  choices: readonly Choice<Value>[];
  value: Value;
}

/** A row of buttons as an input of its own: holds `value` and tells of changes, as Framework's `view` asks. */
export const choiceOf = <Value extends string>(options: ChoiceOptions<Value>) => asInput(segments, options);

/** The same of a select. */
export const pickerOf = <Value extends string>(options: ChoiceOptions<Value>) => asInput(picker, options);

function asInput<Value extends string>(
  control: (options: ChoiceOptions<Value>, change: (value: Value) => void) => HTMLElement,
  options: ChoiceOptions<Value>
): HTMLElement & {value: Value} {
  const input = Object.assign(html`<div class="controls"></div>`, {value: options.value});
  input.append(
    control(options, (value) => {
      input.value = value;
      input.dispatchEvent(new Event("input", {bubbles: true}));
    })
  );
  return input;
}
