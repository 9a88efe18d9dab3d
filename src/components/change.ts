import {html} from "npm:htl";
import {formatNumber, formatPercent} from "./format.js";

/** What a value is compared with. */
export interface Delta {
  /** The value of the comparison period, in the same unit. */
  before: number | null;
  /** What it is compared with, as in `30 days ago`. */
  than: string;
  /** Which direction is good; said and coloured then. */
  better?: "higher" | "lower";
  /** The value now; that of the tile by default. */
  now?: number | null;
}

/** How a value changed, as arrow, amount, share and words; nothing when one of both is unknown. */
export function change(now: number | null, {before, than, better}: Delta): HTMLElement | null {
  if (now === null || before === null) return null;
  const by = now - before;
  const amount = formatNumber(Math.abs(by));
  if (amount === formatNumber(0)) return html`<span class="change">as ${than}</span>`;
  const share =
    before > 0 ? html.fragment` <span class="change-share">(${formatPercent(Math.abs(by) / before)})</span>` : "";
  const verdict = better ? ((better === "higher") === by > 0 ? "better" : "worse") : "";
  return html`<span class=${`change ${verdict}`}><span class="arrow" aria-hidden="true">${by > 0 ? "↑" : "↓"}</span> ${amount} ${by > 0 ? "more" : "less"} than ${than}${share}${verdict ? `, ${verdict}` : ""}</span>`;
}
