import {html} from "npm:htl";
import {type Column, dataTable} from "./data-table.js";
import {formatBytes, formatUtc} from "./format.js";
import type {LaterSnapshot} from "./later-snapshots.js";
import {rollBackButton} from "./roll-back.js";
import type {Session} from "./session.js";
import type {IndexedSnapshot} from "./snapshot-figures.js";
import type {SnapshotStore} from "./snapshot-store.js";
import {when} from "./when.js";

export interface SnapshotListOptions {
  /** Whether the server has each snapshot's own site. */
  linked: boolean;
  /** Who reads; null where no server answers. */
  session: Session | null;
  /** Built after the page. */
  later: readonly LaterSnapshot[];
}

/**
 * Every snapshot, the newest first, with a link to its own site where the server has it, and a button that gives it to
 * readers where this reader may.
 */
export function snapshotList(store: SnapshotStore, {linked, session, later}: SnapshotListOptions): HTMLElement {
  const {snapshots, own, before} = store;
  let {current} = store;
  const roles = ({id}: IndexedSnapshot) =>
    [
      id === current ? "current" : "",
      id === own && own !== current ? "this page" : "",
      id === before && before !== snapshots[1]?.id ? "served before, by a rollback" : ""
    ].filter(Boolean);
  const status = html`<p class="status" role="status" tabindex="-1"></p>`;
  const element = html`<div></div>`;
  const readers: Column<IndexedSnapshot> = {
    label: "For readers",
    value: ({id}) => (id === current ? "they get it" : ""),
    show: (to) => (to.id === current ? "they get it" : to.served ? giving(to) : ""),
    kind: "nowrap"
  };
  draw();
  return element;

  function draw() {
    element.replaceChildren(...newer(), table(), status);
  }

  /** What readers do not get although it was built after this page: an operator went back. */
  function newer(): HTMLElement[] {
    return later
      .filter(({id}) => id !== current)
      .map(
        (to) =>
          html`<div class="later"><p>Built ${when(to.builtAt)}, after this page, and not what readers get.</p>${giving(to)}</div>`
      );
  }

  function table(): HTMLElement {
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
        ...(session?.may.includes("rollback") ? [readers] : []),
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
  }

  function name({id, builtAt, served}: IndexedSnapshot): Node {
    return served && linked
      ? html`<a href=${store.addressOf(id)} title=${`${id}, built ${formatUtc(builtAt)}`}>${when(builtAt)}</a>`
      : html`<span title=${id}>${when(builtAt)}</span>`;
  }

  function giving(to: LaterSnapshot): Node {
    const from = [...later, ...snapshots].find(({id}) => id === current);
    return rollBackButton({to, from}, session!, () => {
      current = to.id;
      draw();
      const root = new URL("../../", store.addressOf(to.id)).href;
      status.replaceChildren(html`Readers get the snapshot of ${when(to.builtAt)} now. <a href=${root}>Open it</a>`);
      status.focus();
    });
  }
}

const verdict = ({good, notes}: IndexedSnapshot): string => (good ? "good" : notes.join("; "));

const kept = ({served, figures}: IndexedSnapshot): string =>
  served ? (figures === null ? "pages, no figures" : "pages and figures") : "figures alone";
