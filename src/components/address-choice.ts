import {chooseParameter, onFilterChange} from "./filter-state.js";
import {type Choice, pickerOf} from "./segments.js";

/**
 * A select whose choice stands in the address under `name`, so that links and the back button bring it back. Unknown
 * values leave the first one chosen, or `value`.
 */
export function addressChoice<Value extends string>({
  name,
  label,
  choices,
  value = choices[0]!.value
}: {
  name: string;
  label: string;
  choices: readonly Choice<Value>[];
  value?: Value;
}): HTMLElement & {value: Value} {
  const asked = () => new URLSearchParams(location.search).get(name);
  const chosen = () => choices.find((choice) => choice.value === asked())?.value ?? value;
  const input = pickerOf({label, choices, value: chosen()});
  const select = input.querySelector("select")!;
  input.addEventListener("input", () => chooseParameter(name, input.value === value ? null : input.value));
  onFilterChange(() => {
    if (chosen() === input.value) return;
    input.value = chosen();
    select.value = input.value;
    input.dispatchEvent(new Event("input", {bubbles: true}));
  });
  return input;
}
