import {html} from "npm:htl";
import {formatAgo, formatDateTime, formatUtc, missing} from "./format.js";

/** An instant in the reader's zone, UTC on hover. */
export const when = (time: number | null | undefined): Node =>
  time == null
    ? html`<span>${missing}</span>`
    : html`<time datetime=${new Date(time).toISOString()} title=${formatUtc(time)}>${formatDateTime(time)}</time>`;

/** How long before `now` an instant was; the exact time on hover. */
export const agoAt = (time: number, now: number): HTMLElement =>
  html`<time datetime=${new Date(time).toISOString()} title=${`${formatDateTime(time)} (${formatUtc(time)})`}>${formatAgo(time, now)}</time>`;

/** How long ago an instant was, kept current while on the page. */
export const ago = (time: number | null | undefined, {now = Date.now} = {}): HTMLElement =>
  time == null
    ? html`<span>never</span>`
    : current(html`<span></span>`, (element) => element.replaceChildren(agoAt(time, now())));

/** Draws into an element, and again every 20 s (or `every` ms) while it is on the page. */
export function current(element: HTMLElement, draw: (element: HTMLElement) => void, every = 20_000): HTMLElement {
  draw(element);
  const timer = setInterval(() => (element.isConnected ? draw(element) : clearInterval(timer)), every);
  return element;
}
