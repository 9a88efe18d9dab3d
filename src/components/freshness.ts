import {html} from "npm:htl";
import {formatDuration} from "./format.js";
import type {Meta} from "./meta.js";
import {agoAt, current} from "./when.js";

/** Missed publications after which a page is not current, and after which it is marked as bad. */
const missed = {warn: 3, bad: 144};

/**
 * How far a page's data reaches, when it was built, and which source was away or late then. A page that nobody builds again says
 * so by itself, reckoned from how often one is to be expected.
 */
export const freshness = (meta: Meta, {now = Date.now} = {}): HTMLElement =>
  current(html`<span class="freshness"></span>`, (element) => element.replaceChildren(statements(meta, now())));

function statements({builtAt, observedThrough, sources, publishEveryMs}: Meta, now: number): Node {
  const late = sources.filter(({stale, state}) => stale || state === "away");
  const age = now - builtAt;
  const old = age > missed.bad * publishEveryMs ? "bad" : age > missed.warn * publishEveryMs ? "warn" : null;
  const tone = observedThrough === null ? "" : (old ?? (late.length ? "warn" : "good"));
  return html.fragment`
    <span><span class=${`dot ${tone}`}></span>${
      observedThrough === null
        ? "Nothing observed yet"
        : html`<span>Observed through ${agoAt(observedThrough, now)}</span>`
    }</span>
    <span>${old ? html`<span class=${`dot ${old}`}></span>` : null}<span>Page built ${agoAt(builtAt, now)}${
      old ? ": not current" : ""
    }</span></span>
    ${late.map(
      ({
        id,
        state,
        observedThrough: through,
        freshForMs
      }) => html`<span title=${`its limit is ${formatDuration(freshForMs)}`}>
        <span class=${`dot ${state === "away" ? "bad" : "warn"}`}></span><span>${id}: ${state === "away" ? "away, " : ""}${
          through === null ? "nothing yet" : html.fragment`last heard ${agoAt(through, now)}`
        }</span></span>`
    )}`;
}
