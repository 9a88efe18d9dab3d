import {html} from "npm:htl";
import {dataTable} from "./data-table.js";
import {emptyState} from "./empty-state.js";
import type {FindingsChange} from "./snapshot-diff.js";
import type {FigureFinding} from "./snapshot-figures.js";
import {stageBadge} from "./stage-badge.js";
import {type Stage, stages} from "./stages.js";
import {when} from "./when.js";

interface Row extends FigureFinding {
  what: string;
}

/** What one snapshot found and the other did not, the worst first. */
export function snapshotFindings({appeared, gone, moved}: FindingsChange): HTMLElement {
  const rows: Row[] = [
    ...appeared.map((finding) => ({...finding, what: "in B alone"})),
    ...gone.map((finding) => ({...finding, what: "in A alone"})),
    ...moved.map(({from, to}) => ({...to, what: `${stages[from.stage as Stage].name} in A`}))
  ];
  if (rows.length === 0) return emptyState("The detectors found the same in A and B");
  return html`<div class="panel">${dataTable({
    label: "Findings that differ",
    limit: 10,
    rows: rows.sort((a, b) => b.stage - a.stage || b.time - a.time),
    columns: [
      {label: "When", value: ({time}) => time, show: ({time}) => when(time), kind: "nowrap"},
      {label: "Series", value: ({series}) => series, kind: "nowrap"},
      {label: "Stage", value: ({stage}) => stage, show: ({stage}) => stageBadge(stage as Stage)},
      {label: "What", value: ({what}) => what, kind: "nowrap"},
      {label: "Reason", value: ({reason}) => reason, kind: "wide"}
    ]
  })}</div>`;
}
