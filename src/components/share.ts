import {html} from "npm:htl";
import {formatNumber} from "./format.js";

export interface ShareRow {
  label: string;
  /** What the bar is as long as. */
  value: number;
  /** Words beside the value. */
  note?: string;
  /** Grey for context, accent for what the chart is about. */
  tone?: "accent" | "context";
}

export interface ShareOptions {
  /** How a value is written. */
  format?: (value: number) => string;
  /** Rows shown. */
  limit?: number;
}

/** Sorted bars with their values at the ends, in place of a pie. */
export function share(rows: readonly ShareRow[], {format = formatNumber, limit = 20}: ShareOptions = {}): HTMLElement {
  const most = Math.max(...rows.map(({value}) => value), Number.MIN_VALUE);
  return html`<ol class=${rows.some(({note}) => note) ? "share noted" : "share"}>${rows
    .slice(0, limit)
    .map(({label, value, note, tone = "accent"}) => {
      const bar = html`<span class=${`share-bar ${tone}`}></span>`;
      bar.style.setProperty("--part", String(value / most));
      return html`<li>
      <span class="share-label" title=${label}>${label}</span>
      <span class="share-track">${bar}<span class="share-value">${format(value)}${note ? html`<small>${note}</small>` : null}</span></span>
    </li>`;
    })}</ol>`;
}
