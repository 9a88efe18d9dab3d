import {html} from "npm:htl";
import {dismissible} from "./dismissible.js";
import {type Fresh, judge} from "./fresh.js";
import {onPageMeta, pageMeta} from "./page-meta.js";
import {current} from "./when.js";

/**
 * A small mark that says how fresh a tile or a chart is: a disc within its limit, a ring beyond it, a square far beyond, and a
 * word where there is room. Hover, focus and touch tell the rest, Escape puts it away. Kept current while on the page.
 *
 * @param fresh how far the part reaches; the whole page by default
 * @param focusable false inside of a link, which then shows the rest when it is focused
 */
export function freshnessMark(
  fresh: Fresh = {},
  {focusable = true, now = Date.now}: {focusable?: boolean; now?: () => number} = {}
): HTMLElement {
  const mark = dismissible(html`<span class="fresh-mark"></span>`);
  if (focusable) {
    mark.tabIndex = 0;
    mark.setAttribute("role", "note");
  }
  const draw = () => {
    const meta = pageMeta();
    mark.hidden = !meta;
    if (!meta) return;
    const {tone, word, words} = judge(meta, fresh, now());
    mark.replaceChildren(
      html.fragment`<span class=${`dot ${tone}`} aria-hidden="true"></span><span class="fresh-word" aria-hidden="true">${word}</span><span class="fresh-words">${words}</span>`
    );
  };
  onPageMeta(draw);
  return current(mark, draw);
}
