import {html} from "npm:htl";
import {addCell} from "./add-cell.js";
import {type CellCard, cellCard} from "./cell-card.js";
import type {CellHost} from "./cell-view.js";
import type {CellKind, Notebook} from "./notebook.js";

/** The cards of a notebook's cells, each followed by the place where another can be added. */
export class CellList {
  readonly element = html`<div class="cells"></div>`;
  readonly #host: CellHost;
  readonly #add: (kind: CellKind, index: number) => void;
  #rows = new Map<string, {element: HTMLElement; card: CellCard; index: number}>();

  constructor(host: CellHost, add: (kind: CellKind, index: number) => void) {
    this.#host = host;
    this.#add = add;
  }

  /** Keeps the cards of cells that stay, and the cursor where it is. */
  show({cells}: Notebook): void {
    const focused = document.activeElement;
    const before = this.#rows;
    this.#rows = new Map(
      cells.map((cell, index) => [cell.id, {...(before.get(cell.id) ?? this.#row(cell.id, cells[index]!)), index}])
    );
    for (const [id, {element}] of before) if (!this.#rows.has(id)) element.remove();
    for (const [index, cell] of cells.entries()) {
      const {element, card} = this.#rows.get(cell.id)!;
      if (this.element.children[index] !== element)
        this.element.insertBefore(element, this.element.children[index] ?? null);
      card.update(cell, {first: index === 0, last: index === cells.length - 1});
    }
    if (focused instanceof HTMLElement && focused !== document.activeElement && focused.isConnected) focused.focus();
  }

  /** Draws how a cell stands, and what is drawn from it. */
  refresh(id: string): void {
    this.#rows.get(id)?.card.refresh();
  }

  focus(id: string | undefined): void {
    if (id !== undefined) this.#rows.get(id)?.card.focus();
  }

  /** Forgets all cards: another notebook comes. */
  clear(): void {
    this.#rows.clear();
    this.element.replaceChildren();
  }

  #row(id: string, cell: Notebook["cells"][number]) {
    const card = cellCard(cell, this.#host);
    const add = addCell("below", (kind) => this.#add(kind, (this.#rows.get(id)?.index ?? 0) + 1));
    const insert =
      html`<details class="cell-insert"><summary aria-label="Add a cell here"><span>+</span></summary>${add}</details>` as HTMLDetailsElement;
    add.addEventListener("click", () => {
      insert.open = false;
    });
    return {element: html`<div class="cell-row">${card.element}${insert}</div>`, card};
  }
}
