import {html} from "npm:htl";
import {failedState} from "./empty-state.js";
import {hideMarks} from "./hide-marks.js";

/** px that charts have on paper, A4 or Letter upright. */
const paperWidth = 664;

/**
 * An element of the given height whose content is drawn for its width, and again when the width changes or it is printed. The
 * height is reserved before anything is drawn; `render` gets the width in pixels. While it reads, a part says so after 300 ms; when
 * it fails, the picture before stays, with the reason.
 */
export function responsive(height: number, render: (width: number) => Node | Promise<Node>): HTMLElement {
  const element = html`<div class="chart-body"></div>`;
  element.style.minHeight = `${height}px`;
  let drawn = 0;
  let turn = 0;

  const show = (picture: Node) => {
    element.replaceChildren(picture);
    hideMarks(element);
    element.classList.remove("reading", "stale");
  };

  const fail = (error: unknown) => {
    console.error(error);
    const first = !element.querySelector(":scope > :not(.failed)");
    element.classList.remove("reading");
    element.classList.add("stale");
    element.querySelector(":scope > .failed")?.remove();
    element.append(
      first
        ? failedState("This chart could not be drawn", "Reload the page to try again.", error)
        : failedState("Not brought up to date", "The picture is the last one that could be drawn.", error)
    );
  };

  async function draw(width: number): Promise<void> {
    const mine = ++turn;
    const reading = setTimeout(() => mine === turn && element.classList.add("reading"), 300);
    try {
      const picture = await render(width);
      if (mine === turn) show(picture);
    } catch (error) {
      if (mine === turn) fail(error);
    } finally {
      clearTimeout(reading);
    }
  }

  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (!(width > 0) || width === drawn || printing) return;
    drawn = width;
    void draw(width);
  }).observe(element);

  element.addEventListener("weir-print", () => {
    const picture = render(printing ? paperWidth : drawn);
    if (picture instanceof Node) show(picture);
  });
  return element;
}

let printing = false;

/** Charts are drawn for the paper just before it is printed, when nothing can be waited for, and for the screen after. */
function redraw(forPaper: boolean): void {
  printing = forPaper;
  for (const body of document.querySelectorAll(".chart-body")) body.dispatchEvent(new Event("weir-print"));
}

addEventListener("beforeprint", () => redraw(true));
addEventListener("afterprint", () => redraw(false));
