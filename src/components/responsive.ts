import {html} from "npm:htl";

/**
 * An element of the given height whose content is drawn for its width, and again when the width changes. The height is
 * reserved before anything is drawn; `render` gets the width in pixels.
 */
export function responsive(height: number, render: (width: number) => Node): HTMLElement {
  const element = html`<div class="chart-body"></div>`;
  element.style.minHeight = `${height}px`;
  let drawn = 0;
  const observer = new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (!(width > 0) || width === drawn) return;
    drawn = width;
    element.replaceChildren(render(width));
  });
  observer.observe(element);
  return element;
}
