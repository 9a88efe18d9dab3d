import {html} from "npm:htl";
import {dataTable} from "./data-table.js";
import {formatBytes, formatUtc} from "./format.js";
import type {IndexedSnapshot} from "./snapshot-figures.js";
import type {SnapshotStore} from "./snapshot-store.js";
import {when} from "./when.js";

/** Every snapshot, the newest first, with a link to its own site where the server has it. */
export function snapshotList(store: SnapshotStore, {linked}: {linked: boolean}): HTMLElement {
  const {snapshots, current, own, before} = store;
  const roles = ({id}: IndexedSnapshot) =>
    [
      id === current ? "current" : "",
      id === own && own !== current ? "this page" : "",
      id === before && before !== snapshots[1]?.id ? "served before, by a rollback" : ""
    ].filter(Boolean);
  return dataTable({
    label: "Snapshots",
    rows: snapshots,
    limit: 12,
    columns: [
      {
        label: "Built",
        value: ({builtAt}) => builtAt,
        show: (snapshot) =>
          html`<span>${name(snapshot)}${roles(snapshot).map((role) => html` <span class="role">${role}</span>`)}</span>`,
        kind: "nowrap"
      },
      {
        label: "Observed through",
        value: ({observedThrough}) => observedThrough,
        show: ({observedThrough}) => when(observedThrough),
        kind: "nowrap"
      },
      {label: "Size", value: ({bytes}) => bytes, show: ({bytes}) => formatBytes(bytes), kind: "number"},
      {label: "New", value: ({newBytes}) => newBytes, show: ({newBytes}) => formatBytes(newBytes), kind: "number"},
      {label: "Files", value: ({files}) => files, kind: "number"},
      {label: "Verdict", value: verdict, kind: "nowrap"},
      {label: "Kept", value: kept, kind: "nowrap"}
    ]
  });

  function name({id, builtAt, served}: IndexedSnapshot): Node {
    return served && linked
      ? html`<a href=${store.addressOf(id)} title=${`${id}, built ${formatUtc(builtAt)}`}>${when(builtAt)}</a>`
      : html`<span title=${id}>${when(builtAt)}</span>`;
  }
}

const verdict = ({good, notes}: IndexedSnapshot): string => (good ? "good" : notes.join("; "));

const kept = ({served, figures}: IndexedSnapshot): string =>
  served ? (figures === null ? "pages, no figures" : "pages and figures") : "figures alone";
