import {html} from "npm:htl";
import {formatDuration} from "./format.js";
import {builtTone} from "./fresh.js";
import type {Meta, MetaSource} from "./meta.js";
import {agoAt, current} from "./when.js";

/**
 * How far a page's data reaches, when it was built, and which source was away or late then. A page that nobody builds again says
 * so by itself, reckoned from how often one is to be expected.
 */
export const freshness = (meta: Meta, {now = Date.now} = {}): HTMLElement =>
  current(html`<span class="freshness"></span>`, (element) => element.replaceChildren(statements(meta, now())));

function statements(meta: Meta, now: number): Node {
  const {builtAt, observedThrough, sources} = meta;
  const late = sources
    .filter(({stale, state}) => stale || state === "away")
    .sort((a, b) => Number(b.state === "away") - Number(a.state === "away"));
  const built = builtTone(meta, now);
  const old = built === "good" ? null : built;
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
    ${late.slice(0, shown).map((source) => lateSource(source, now))}
    ${late.length > shown ? lateOthers(late.slice(shown)) : null}`;
}

/** So many late sources are named; the System page has them all. */
const shown = 3;

const lateOthers = (sources: MetaSource[]): HTMLElement =>
  html`<span title=${sources.map(({id}) => id).join(", ")}><span class=${`dot ${sources.some(({state}) => state === "away") ? "bad" : "warn"}`}></span><span>and ${sources.length} more</span></span>`;

const lateSource = ({id, state, observedThrough, freshForMs}: MetaSource, now: number): HTMLElement =>
  html`<span title=${`its limit is ${formatDuration(freshForMs)}`}>
    <span class=${`dot ${state === "away" ? "bad" : "warn"}`}></span><span>${id}: ${state === "away" ? "away, " : ""}${
      observedThrough === null ? "nothing yet" : html.fragment`last heard ${agoAt(observedThrough, now)}`
    }</span></span>`;
