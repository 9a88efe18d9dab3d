import {html} from "npm:htl";
import {lakeDatabase} from "../database.js";
import {failedState} from "../empty-state.js";
import type {IndexAttachment} from "../tables-index.js";
import type {Notebook} from "./notebook.js";
import {NotebookEditor} from "./notebook-editor.js";
import {notebookFromHash} from "./notebook-link.js";
import {NotebookStore} from "./notebook-store.js";
import type {QueryResult} from "./query-result.js";

export interface ExploreOptions {
  /** The notebook of a first visit, and what its questions answered when the page was built. */
  example: Notebook;
  results: Record<string, QueryResult>;
  /** `FileAttachment("tables/index.json")` */
  tables: IndexAttachment;
}

/**
 * A notebook over the published tables: of the link that led here, else the one that was open last, else the example. DuckDB
 * starts when the reader does something.
 */
export function explore({example, results, tables}: ExploreOptions): HTMLElement {
  const store = new NotebookStore();
  const editor = new NotebookEditor({database: lakeDatabase(tables), store, example});
  const element = html`<div class="explore">${editor.element}</div>`;
  const opened = openFirst();
  addEventListener("hashchange", () => void openLink());
  return Object.assign(element, {opened});

  async function openFirst(): Promise<void> {
    if (await openLink()) return;
    const last = kept();
    if (last) editor.open(last, {say: "Kept in this browser. Press Run all, or change something, for its results."});
    else editor.open(example, {results, say: "An example: change anything. It is kept in this browser."});
  }

  async function openLink(): Promise<boolean> {
    try {
      const notebook = await notebookFromHash(location.hash);
      if (notebook)
        editor.open(notebook, {
          say: "Opened from a link. Press Run all for its results; it is kept in this browser once you change it."
        });
      return notebook !== null;
    } catch (error) {
      element.prepend(failedState("The notebook of this link was not opened", "Ask for the link again.", error));
      return false;
    }
  }

  function kept(): Notebook | null {
    try {
      const last = store.last();
      return last === null ? null : store.load(last);
    } catch (error) {
      element.prepend(failedState("The notebook that was open last was not read", "The example is shown.", error));
      return null;
    }
  }
}
