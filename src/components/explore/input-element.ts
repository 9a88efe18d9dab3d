import * as Inputs from "npm:@observablehq/inputs";
import type {Input, InputCell, InputValue} from "./notebook.js";

type InputElement = HTMLElement & {value: unknown};

/**
 * The input that a reader sees, as the page that a notebook becomes has it. `options` are those of a select; `change`
 * hears of every value.
 */
export function inputElement(
  {label, name, input}: InputCell,
  {value, options}: {value: InputValue; options: readonly string[] | null},
  change: (input: Input) => void
): HTMLElement {
  const shown = label || name;
  const heard = (element: Element, next: (value: never) => Input | null) => {
    element.addEventListener("input", () => {
      const changed = next((element as InputElement).value as never);
      if (changed) change(changed);
    });
    return element as HTMLElement;
  };
  switch (input.type) {
    case "number": {
      const {min, max, step} = input;
      const range = Inputs.range([min, max], {label: shown, step, value: input.value});
      range.querySelector("input[type=range]")?.setAttribute("aria-label", shown);
      return heard(range, (value: number) => ({...input, value}));
    }
    case "select":
      return heard(Inputs.select(options ?? [], {label: shown, value}), (value: string | null) => ({...input, value}));
    case "dates": {
      const {from, to} = input.value;
      const form = Inputs.form({
        from: Inputs.date({label: `${shown} from`, value: from}),
        to: Inputs.date({label: "before", value: to})
      });
      return heard(form, ({from, to}: {from: Date | null; to: Date | null}) =>
        from && to ? {...input, value: {from: dayOf(from), to: dayOf(to)}} : null
      );
    }
    case "text":
      return heard(Inputs.text({label: shown, value: input.value}), (value: string) => ({...input, value}));
  }
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
