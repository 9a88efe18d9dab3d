import {html, svg} from "npm:htl";

/** The names of the parts of bars beside their colours. */
export const barsKey = (parts: readonly {label: string; color: string}[]): HTMLElement =>
  html`<div class="chart-key">${parts.map(
    ({label, color}) =>
      html`<span>${svg`<svg width="12" height="12" aria-hidden="true"><rect x="1" y="1" width="10" height="10" rx="2" fill="${color}"/></svg>`}${label}</span>`
  )}</div>`;
