import {html, svg} from "npm:htl";

/** Colours of the two snapshots and of what came, the same in every chart of the page. */
export const snapshotColors = {actual: "var(--ink-soft)", a: "var(--series-2)", b: "var(--accent)"};

/** Which line is whose, since they end at different times. */
export const snapshotKey = (lines: readonly {label: string; color: string; dashed?: boolean}[]): HTMLElement =>
  html`<div class="chart-key">${lines.map(
    ({label, color, dashed}) =>
      html`<span>${svg`<svg width="22" height="8" viewBox="0 0 22 8" aria-hidden="true">
      <path d="M1 4H21" stroke=${color} stroke-width="2" stroke-dasharray=${dashed ? "5 3" : "none"} />
    </svg>`}${label}</span>`
  )}</div>`;
