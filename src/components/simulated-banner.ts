import {html} from "npm:htl";
import type {MetaSource} from "./meta.js";

/** Says which of a page's sources are simulated; nothing when all are real. */
export function simulatedBanner(sources: readonly MetaSource[]): HTMLElement | null {
  const simulated = sources.filter((source) => source.simulated);
  if (!simulated.length) return null;
  const names = simulated.map(({id}) => id).join(", ");
  const explanation = simulated.map(({id, about}) => (about ? `${id}: ${about}` : id)).join("\n");
  return html`<span class="simulated" role="note" title=${explanation}>Simulated data: ${names}</span>`;
}
