import {html} from "npm:htl";
import {change, type Delta} from "./change.js";
import {formatNumber} from "./format.js";
import type {Fresh} from "./fresh.js";
import {freshnessMark} from "./freshness-mark.js";
import {sparkline} from "./sparkline.js";

export interface Kpi {
  label: string | Node;
  /** A number is formatted; a string stands as it is. */
  value: number | string | null | undefined;
  unit?: string;
  /** The line below: a comparison, an age. */
  foot?: string | Node | null;
  /** Equal steps, oldest first. */
  trend?: readonly (number | null)[];
  /** What the trend runs over. */
  trendLabel?: string;
  tone?: "plain" | "warn" | "bad" | `stage-${number}`;
  href?: string;
  /** How the value changed, said below it. */
  delta?: Delta;
  /** What the value should stay within; said below it, and marked where it does not. */
  limit?: {most: number} | {least: number};
  /** How far the value's data reaches; the page's by default, `false` where that says nothing of it. */
  fresh?: Fresh | false;
}

/** One tile: a number that answers a question, what it compares to, how it went, and how fresh it is. */
export function kpi({label, value, unit, foot, trend, trendLabel, tone, href, delta, limit, fresh}: Kpi): HTMLElement {
  const known = value !== null && value !== undefined;
  const number = typeof value === "number" ? value : null;
  const kept = limit && number !== null ? within(number, limit) : true;
  const classes = ["tile", tone ?? (kept ? "plain" : "bad"), known ? "" : "empty-value"].join(" ");
  const below = [
    delta ? change(delta.now ?? number, delta) : null,
    limit ? limitWords(limit, kept, unit) : null,
    foot || null
  ].filter((part) => part !== null);
  const content = html.fragment`
    <span class="tile-label"><span>${label}</span>${fresh === false ? null : freshnessMark(fresh, {focusable: !href})}</span>
    <span class="tile-main">
      <span class="tile-value"><span>${typeof value === "string" ? value : formatNumber(value)}</span>${
        known && unit ? html`<small>${unit}</small>` : null
      }</span>
      ${trend ? sparkline(trend, {label: trendLabel ?? "trend"}) : null}
    </span>
    <span class="tile-foot">${below.map((part) => html`<span>${part}</span>`)}</span>`;
  return href ? html`<a class=${classes} href=${href}>${content}</a>` : html`<div class=${classes}>${content}</div>`;
}

type Limit = NonNullable<Kpi["limit"]>;

const within = (value: number, limit: Limit): boolean => ("most" in limit ? value <= limit.most : value >= limit.least);

function limitWords(limit: Limit, kept: boolean, unit = ""): HTMLElement {
  const [at, over] = "most" in limit ? [limit.most, "over"] : [limit.least, "under"];
  const bound = `${formatNumber(at)} ${unit}`.trim();
  if (kept) return html`<span>${"most" in limit ? "at most" : "at least"} ${bound}</span>`;
  return html`<span class="over-limit"><span class="dot bad" aria-hidden="true"></span>${over} its limit of ${bound}</span>`;
}

/** Tiles side by side in one panel, in even rows; two abreast on a phone. */
export function kpis(items: Kpi[]): HTMLElement {
  const rows = Math.ceil(items.length / 5);
  const element = html`<div class="tiles">${items.map(kpi)}</div>`;
  element.style.setProperty("--columns", String(Math.ceil(items.length / rows)));
  return element;
}
