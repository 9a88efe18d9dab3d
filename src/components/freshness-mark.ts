import {html} from "npm:htl";
import {type Fresh, judge} from "./fresh.js";
import {onPageMeta, pageMeta} from "./page-meta.js";
import {current} from "./when.js";

/**
 * A small mark that says how fresh a tile or a chart is: a disc within its limit, a ring beyond it, a square far beyond, with a
 * word where it is not current. Hover and focus tell the rest. Kept current while on the page.
 *
 * @param fresh how far the part reaches; the whole page by default
 * @param focusable false inside of a link, which then shows the rest when it is focused
 */
export function freshnessMark(
  fresh?: Fresh,
  {focusable = true, now = Date.now}: {focusable?: boolean; now?: () => number} = {}
): HTMLElement {
  const mark = html`<span class="fresh-mark"></span>`;
  if (focusable) {
    mark.tabIndex = 0;
    mark.setAttribute("role", "note");
  }
  const draw = () => {
    const {tone, word, words} = judge(pageMeta(), fresh, now());
    mark.hidden = !fresh && !pageMeta();
    mark.replaceChildren(
      html.fragment`<span class=${`dot ${tone}`} aria-hidden="true"></span>${
        tone === "good" ? null : html`<span class="fresh-word" aria-hidden="true">${word}</span>`
      }<span class="fresh-words">${words}</span>`
    );
  };
  onPageMeta(draw);
  return current(mark, draw);
}
