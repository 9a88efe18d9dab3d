import {html} from "npm:htl";
import {formatDuration} from "./format.js";
import type {Meta} from "./meta.js";
import {ago} from "./when.js";

/** How far a page's data reaches, when it was built, and which source is late. */
export function freshness({builtAt, observedThrough, sources}: Meta, {now = Date.now} = {}): Node {
  const late = sources.filter(({stale}) => stale);
  const old = observedThrough !== null && now() - observedThrough > Math.max(...sources.map((s) => s.freshForMs));
  const tone = observedThrough === null ? "" : late.length || old ? "warn" : "good";
  return html.fragment`
    <span><span class=${`dot ${tone}`}></span>${
      observedThrough === null ? "Nothing observed yet" : html`<span>Observed through ${ago(observedThrough)}</span>`
    }</span>
    <span><span>Page built ${ago(builtAt)}</span></span>
    ${late.map(
      ({id, observedThrough: through, freshForMs}) => html`<span title=${`its limit is ${formatDuration(freshForMs)}`}>
        <span class="dot warn"></span>${
          through === null
            ? html`<span>${id}: nothing yet</span>`
            : html`<span>${id}: last heard ${ago(through)}</span>`
        }</span>`
    )}`;
}
