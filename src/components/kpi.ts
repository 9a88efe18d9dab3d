import {html} from "npm:htl";
import {formatNumber} from "./format.js";
import {sparkline} from "./sparkline.js";

export interface Kpi {
  label: string | Node;
  /** A number is formatted; a string stands as it is. */
  value: number | string | null | undefined;
  unit?: string;
  /** The line below: a change, a comparison, an age. */
  foot?: string | Node | null;
  /** Equal steps, oldest first. */
  trend?: readonly (number | null)[];
  /** What the trend runs over. */
  trendLabel?: string;
  tone?: "plain" | "warn" | "bad" | `stage-${number}`;
  href?: string;
}

/** One tile: a number that answers a question, what it compares to, and how it went. */
export function kpi({label, value, unit, foot, trend, trendLabel, tone = "plain", href}: Kpi): HTMLElement {
  const known = value !== null && value !== undefined;
  const classes = ["tile", tone, known ? "" : "empty-value"].join(" ");
  const content = html.fragment`
    <span class="tile-label">${label}</span>
    <span class="tile-main">
      <span class="tile-value"><span>${typeof value === "string" ? value : formatNumber(value)}</span>${
        known && unit ? html`<small>${unit}</small>` : null
      }</span>
      ${trend ? sparkline(trend, {label: trendLabel ?? "trend"}) : null}
    </span>
    <span class="tile-foot">${foot ?? ""}</span>`;
  return href ? html`<a class=${classes} href=${href}>${content}</a>` : html`<div class=${classes}>${content}</div>`;
}

/** Tiles side by side in one panel, in even rows; two abreast on a phone. */
export function kpis(items: Kpi[]): HTMLElement {
  const rows = Math.ceil(items.length / 5);
  const element = html`<div class="tiles">${items.map(kpi)}</div>`;
  element.style.setProperty("--columns", String(Math.ceil(items.length / rows)));
  return element;
}
