import {html} from "npm:htl";
import {formatAgo, formatDateTime, formatUtc, missing} from "./format.js";

/** An instant in the reader's zone, UTC on hover. */
export const when = (time: number | null | undefined): Node =>
  time == null
    ? html`<span>${missing}</span>`
    : html`<time datetime=${new Date(time).toISOString()} title=${formatUtc(time)}>${formatDateTime(time)}</time>`;

/** How long ago an instant was, kept current while on the page; the exact time on hover. */
export function ago(time: number | null | undefined, {every = 20_000, now = Date.now} = {}): Node {
  if (time == null) return html`<span>never</span>`;
  const title = `${formatDateTime(time)} (${formatUtc(time)})`;
  const element = html`<time datetime=${new Date(time).toISOString()} title=${title}>${formatAgo(time, now())}</time>`;
  const timer = setInterval(() => {
    if (!element.isConnected) return clearInterval(timer);
    element.textContent = formatAgo(time, now());
  }, every);
  return element;
}
