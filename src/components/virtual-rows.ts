import {html} from "npm:htl";
import {rowWindow} from "./row-window.js";

export interface VirtualRows<Row> {
  /** Parts of the table: space above, the rows in sight, space below. */
  bodies: HTMLElement[];
  /** Shows these rows from the first on. */
  show(rows: readonly Row[]): void;
}

/**
 * The rows in sight of as many as there are; the others are space. Rows are told by their index (`aria-rowindex`, the
 * head being 1), and keep their elements while they are in sight, so that nothing loses the focus. `drawn` hears which
 * rows are in the page.
 */
export function virtualRows<Row>(
  scroll: HTMLElement,
  line: (row: Row) => HTMLElement,
  drawn: (first: number, last: number) => void
): VirtualRows<Row> {
  const body = html`<tbody></tbody>`;
  const [above, below] = [space(), space()];
  const lines = new Map<number, HTMLElement>();
  let rows: readonly Row[] = [];
  let rowHeight = 35;

  function draw() {
    if (!rows.length) return;
    const height = scroll.clientHeight || 400;
    const {first, last, before, after} = rowWindow({count: rows.length, rowHeight, height, top: scroll.scrollTop});
    for (const [i, element] of lines) if (i < first || i >= last) remove(i, element);
    const earlier: HTMLElement[] = [];
    const later: HTMLElement[] = [];
    const lowest = Math.min(...lines.keys());
    for (let i = first; i < last; ++i) if (!lines.has(i)) (i < lowest ? earlier : later).push(make(i));
    body.prepend(...earlier);
    body.append(...later);
    setHeight(above, before);
    setHeight(below, after);
    drawn(first, last);
  }

  function make(i: number): HTMLElement {
    const element = line(rows[i]!);
    element.setAttribute("aria-rowindex", String(i + 2));
    lines.set(i, element);
    return element;
  }

  function remove(i: number, element: HTMLElement) {
    element.remove();
    lines.delete(i);
  }

  function measure() {
    const height = body.getBoundingClientRect().height / lines.size;
    if (height > 0) rowHeight = height;
    draw();
  }

  scroll.addEventListener("scroll", draw, {passive: true});
  new ResizeObserver(measure).observe(scroll);
  return {
    bodies: [above, body, below],
    show(next) {
      rows = next;
      for (const [i, element] of lines) remove(i, element);
      scroll.scrollTop = 0;
      if (rows.length) draw();
      else for (const one of [above, below]) setHeight(one, 0);
    }
  };
}

const space = (): HTMLElement => html`<tbody class="table-space" aria-hidden="true"><tr><td></td></tr></tbody>`;

const setHeight = (body: HTMLElement, height: number): void => {
  body.hidden = height === 0;
  body.querySelector("td")!.style.height = `${height}px`;
};
