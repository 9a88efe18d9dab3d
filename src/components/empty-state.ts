import {html} from "npm:htl";

/** Stands where data would: what is missing, and unless it was said before, why and what to do. */
export const emptyState = (title: string, advice?: string | Node): HTMLElement =>
  html`<div class="empty"><strong>${title}</strong>${advice ? html`<p>${advice}</p>` : null}</div>`;

/** Stands where something failed: what failed, what to do, and the reason in its own words. */
export const failedState = (title: string, advice: string, error: unknown): HTMLElement =>
  html`<div class="failed" role="alert"><strong>${title}</strong><p>${advice}</p><p><small>${
    error instanceof Error ? error.message : String(error)
  }</small></p></div>`;
