import {html} from "npm:htl";

const dots = {starting: "", running: "good", away: "bad", stopped: ""};

/** The state of a source as dot and word; a source that runs but has nothing fresh is late. */
export function sourceState({state, fresh}: {state: keyof typeof dots; fresh: boolean}): HTMLElement {
  const late = state === "running" && !fresh;
  return html`<span class="stage"><span class=${`dot ${late ? "warn" : dots[state]}`}></span>${late ? "late" : state}</span>`;
}
