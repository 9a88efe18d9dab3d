import {html} from "npm:htl";
import {dataTable} from "./data-table.js";
import {formatNumber} from "./format.js";
import {frequent, type RejectSearch, reasonKind, type ShownReject, searchRejects} from "./reject-search.js";
import {picker} from "./segments.js";
import {when} from "./when.js";

export interface RejectTableOptions {
  /** The newest ones, newest first. */
  rejects: readonly ShownReject[];
  /** Sources that are in the configuration: those whose rejects may be tried again. */
  configured: readonly string[];
}

const reasonChoices = 40;

/** The newest rejects, to be searched by text, source and reason; each with the command that tries it again. */
export function rejectTable({rejects, configured}: RejectTableOptions): HTMLElement {
  let search: RejectSearch = {source: "", reason: "", text: ""};
  const body = html`<div></div>`;
  const status = html`<span class="status" role="status"></span>`;
  const text =
    html`<input type="search" placeholder="reason, position or input" autocomplete="off" spellcheck="false">` as HTMLInputElement;
  text.addEventListener("input", () => show({text: text.value}));

  function show(change: Partial<RejectSearch>) {
    search = {...search, ...change};
    const found = searchRejects(rejects, search);
    status.textContent = `${formatNumber(found.length)} of ${formatNumber(rejects.length)} found`;
    body.replaceChildren(table(found));
  }

  const table = (rows: ShownReject[]) =>
    dataTable({
      label: "Rejects",
      rows,
      limit: 25,
      search: false,
      columns: [
        {label: "When", value: ({time}) => time, show: ({time}) => when(time), kind: "nowrap"},
        {label: "Source", value: ({source}) => source, kind: "nowrap"},
        {label: "Reason", value: ({reason}) => reason, kind: "wide"},
        {label: "Where", value: ({position}) => position, kind: "nowrap"},
        {label: "Input", value: ({raw}) => raw, show: ({raw, source}) => input(raw, source), kind: "wide"}
      ]
    });

  const input = (raw: string, source: string) =>
    html`<div><code>${raw}</code><div class="hint">${
      configured.includes(source)
        ? html`try again: <code>npx weir lake replay --source ${source}</code>`
        : "not to be tried again: no such source is configured"
    }</div></div>`;

  const choices = (values: string[]) => [
    {value: "", label: "all"},
    ...frequent(values)
      .slice(0, reasonChoices)
      .map(({value, count}) => ({value, label: `${value} (${formatNumber(count)})`}))
  ];
  show({});
  return html`<div>
    <div class="controls">
      <label class="choice">Search ${text}</label>
      ${picker({label: "Source", choices: choices(rejects.map(({source}) => source)), value: ""}, (source) => show({source}))}
      ${picker({label: "Reason", choices: choices(rejects.map(({reason}) => reasonKind(reason))), value: ""}, (reason) => show({reason}))}
      ${status}
    </div>
    ${body}
  </div>`;
}
