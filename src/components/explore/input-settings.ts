import {html} from "npm:htl";
import {type Choice, picker} from "../segments.js";
import type {Input, InputCell} from "./notebook.js";

type InputType = Input["type"];

const types: Choice<InputType>[] = [
  {value: "number", label: "number"},
  {value: "select", label: "choice"},
  {value: "dates", label: "two days"},
  {value: "text", label: "text"}
];

/** What an input offers, to be changed; `results` are the SQL cells that a choice can take its options of. */
export function inputSettings(
  cell: InputCell,
  {results}: {results: readonly string[]},
  change: (cell: InputCell) => void
): HTMLElement {
  const {input} = cell;
  const setInput = (next: Input) => change({...cell, input: next});
  return html`<div class="controls">
    ${picker({label: "Type", choices: types, value: input.type}, (type) => setInput(emptyInput(type)))}
    ${field("Label", cell.label, (label) => change({...cell, label}))}
    ${settingsOf(input, results, setInput)}
  </div>`;
}

function settingsOf(input: Input, results: readonly string[], change: (input: Input) => void): Node[] {
  switch (input.type) {
    case "number":
      return (["min", "max", "step"] as const).map((name) =>
        field(name, String(input[name]), (text) => {
          const next = {...input, [name]: Number(text)};
          if (next.min < next.max && next.step > 0)
            change({...next, value: Math.min(next.max, Math.max(next.min, next.value))});
        })
      );
    case "select":
      return Array.isArray(input.options)
        ? [
            field("Options, separated by commas", input.options.join(", "), (text) =>
              change({
                ...input,
                options: text
                  .split(",")
                  .map((option) => option.trim())
                  .filter(Boolean)
              })
            ),
            ...(results.length ? [asColumn(() => change({...input, options: {cell: results[0]!, column: ""}}))] : [])
          ]
        : columnSettings(input.options, results, (options) => change({...input, options}));
    default:
      return [];
  }
}

function asColumn(use: () => void): HTMLElement {
  const button = html`<button type="button" class="quiet">Take the options of a SQL cell</button>`;
  button.addEventListener("click", use);
  return button;
}

function columnSettings(
  options: {cell: string; column: string},
  results: readonly string[],
  change: (options: {cell: string; column: string} | string[]) => void
): Node[] {
  const known = results.includes(options.cell) ? results : [options.cell, ...results];
  const list = html`<button type="button" class="quiet">Write the options</button>`;
  list.addEventListener("click", () => change([]));
  return [
    picker({label: "SQL cell", choices: known.map((value) => ({value, label: value})), value: options.cell}, (cell) =>
      change({...options, cell})
    ),
    field("Column", options.column, (column) => change({...options, column})),
    list
  ];
}

function field(label: string, value: string, change: (text: string) => void): HTMLElement {
  const input = html`<input type="text" value=${value}>` as HTMLInputElement;
  input.addEventListener("change", () => change(input.value));
  return html`<label class="choice">${label} ${input}</label>`;
}

function emptyInput(type: InputType): Input {
  const today = new Date().toISOString().slice(0, 10);
  switch (type) {
    case "number":
      return {type, min: 0, max: 100, step: 1, value: 50};
    case "select":
      return {type, options: ["one", "two"], value: null};
    case "dates":
      return {type, value: {from: `${today.slice(0, 8)}01`, to: today}};
    case "text":
      return {type, value: ""};
  }
}
