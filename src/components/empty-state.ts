import {html} from "npm:htl";

/** Stands where data would: what is missing, and unless it was said before, why and what to do. */
export const emptyState = (title: string, advice?: string | Node): HTMLElement =>
  html`<div class="empty"><strong>${title}</strong>${advice ? html`<p>${advice}</p>` : null}</div>`;

/** Stands where something failed: what failed, and the reason in its own words. */
export const failedState = (title: string, error: unknown): HTMLElement =>
  html`<div class="failed" role="alert"><strong>${title}</strong><p>${
    error instanceof Error ? error.message : String(error)
  }</p></div>`;
