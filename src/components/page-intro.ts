import {html} from "npm:htl";
import {carryFilters} from "./filter-links.js";
import {freshness} from "./freshness.js";
import type {Meta} from "./meta.js";
import {setPageMeta} from "./page-meta.js";
import {printLine} from "./print-line.js";
import {simulatedBanner} from "./simulated-banner.js";

/**
 * What a page opens with: the answer to its question, what of it is simulated, and how fresh it is. Tiles and charts of the page
 * judge their freshness by its meta, unless they have their own.
 */
export function pageIntro(sentence: string, meta: Meta): HTMLElement {
  setPageMeta(meta);
  return html`<div class="intro">
    <p class="lede">${emphasized(sentence)}</p>
    <div class="meta">${simulatedBanner(meta.sources)}${freshness(meta)}</div>
    ${printLine(meta)}
    <h2 class="unseen">In numbers</h2>
  </div>`;
}

carryFilters();

const unit = String.raw`\s?(?:%|h|min|s|d|m³(?:/h)?|bar|kbit/s|calls/min)(?![\p{L}\d])`;
const amount = String.raw`[−-]?\d+(?:[.,:]\d+)*(?:${unit})?`;
const month = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec";
const amounts = new RegExp(`(?<![\\p{L}\\d/])(${amount}(?: ${amount})*)(?![\\p{L}\\d/]| (?:${month}))`, "u");

/** Numbers with their units stand out from the words around them. */
function emphasized(sentence: string): Node[] {
  return sentence
    .split(amounts)
    .map((part, i) => (i % 2 ? html`<strong>${part}</strong>` : document.createTextNode(part)));
}
