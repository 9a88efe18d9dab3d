import {html} from "npm:htl";
import {fewNames} from "./few-names.js";
import type {MetaSource} from "./meta.js";

/** Says which of a page's sources are simulated; nothing when all are real. The system page names each of many. */
export function simulatedBanner(sources: readonly MetaSource[]): HTMLElement | null {
  const simulated = sources.filter((source) => source.simulated);
  if (!simulated.length) return null;
  const names = fewNames(simulated.map(({id}) => id));
  const explanation = simulated.map(({id, about}) => (about ? `${id}: ${about}` : id)).join("\n");
  return html`<span class="simulated" role="note" title=${explanation}>Simulated data: ${names}</span>`;
}
