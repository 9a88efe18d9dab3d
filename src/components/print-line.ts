import {html} from "npm:htl";
import {formatUtc} from "./format.js";
import type {Meta} from "./meta.js";
import {snapshotId} from "./snapshot-id.js";
import {urlFilters} from "./url-filters.js";

/** Stands on paper alone: page, snapshot, how far the data reaches, and the filters that were chosen. */
export function printLine({builtAt, observedThrough}: Meta): HTMLElement {
  const line = html`<p class="print-line"></p>`;
  let id = "";
  const write = () => {
    line.textContent = [
      document.title,
      id && `snapshot ${id}`,
      observedThrough === null ? "nothing observed yet" : `observed through ${formatUtc(observedThrough)}`,
      `built ${formatUtc(builtAt)}`,
      `filters: ${urlFilters(location.search)}`
    ]
      .filter(Boolean)
      .join(" · ");
  };
  const whenIdle = globalThis.requestIdleCallback ?? ((act: () => void) => setTimeout(act, 2000));
  whenIdle(async () => {
    id = await snapshotId();
    write();
  });
  addEventListener("beforeprint", write);
  write();
  return line;
}
