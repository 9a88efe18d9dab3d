import {html} from "npm:htl";
import {formatNumber} from "./format.js";
import {freshnessMark} from "./freshness-mark.js";
import {sparkline} from "./sparkline.js";

export interface Area {
  title: string;
  href: string;
  /** none: no data yet. */
  status: "ok" | "attention" | "alert" | "none";
  sentence: string;
  headline: {value: number | null; unit: string; label: string};
  spark: readonly (number | null)[];
  sparkLabel: string;
  simulated: boolean;
  /** Ids of the page's sources that its numbers come from. */
  sources: readonly string[];
}

const states = {
  ok: {dot: "good", text: "as usual"},
  attention: {dot: "warn", text: "needs a look"},
  alert: {dot: "bad", text: "alert"},
  none: {dot: "", text: "no data yet"}
};

/** One area of the site at a glance; the whole row leads to its page. */
function areaCard({title, href, status, sentence, headline, spark, sparkLabel, simulated, sources}: Area): HTMLElement {
  const {dot, text} = states[status];
  const line = sparkline(spark, {width: 240, height: 36, label: sparkLabel});
  return html`<a class="area" href=${href}>
    <span class="area-head"><strong>${title}</strong>
      <span class="area-state"><span class=${`dot ${dot}`}></span>${simulated ? `${text}, simulated` : text}</span>
      ${status === "none" ? null : freshnessMark({sources}, {focusable: false})}</span>
    <span class="area-body">
      <span class="tile-value"><span>${formatNumber(headline.value)}</span><small>${[headline.unit, headline.label].filter(Boolean).join(" ")}</small></span>
      <span class="area-sentence">${sentence}</span></span>
    <span class="area-spark">${line}${line ? sparkLabel : ""}</span>
  </a>`;
}

/** The areas below one another in one panel. */
export const areaBoard = (areas: Area[]): HTMLElement => html`<div class="board">${areas.map(areaCard)}</div>`;
