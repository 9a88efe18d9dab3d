import {html} from "npm:htl";
import {dataTable} from "./data-table.js";
import {interfaceOptions} from "./interface-options.js";

/** The options of a component, read from the source of it: each interface's members with their docstrings. */
export async function optionsTable(source: {text(): Promise<string>}, ...interfaces: string[]): Promise<HTMLElement> {
  const text = await source.text();
  return html`<div class="options">${interfaces.map(
    (name) =>
      html`<details class="chart-data"><summary>Options: <code>${name}</code></summary>${dataTable({
        label: `Options of ${name}`,
        rows: interfaceOptions(text, name),
        search: false,
        columns: [
          {label: "Option", value: ({name}) => name, show: ({name}) => html`<code>${name}</code>`, kind: "nowrap"},
          {label: "Needed", value: ({required}) => (required ? "yes" : "no")},
          {label: "What it is", value: ({about}) => about, kind: "wide"},
          {label: "Type", value: ({type}) => type, show: ({type}) => html`<code>${type}</code>`, kind: "wide"}
        ]
      })}</details>`
  )}</div>`;
}
