import {decodeNotebook} from "./decode-notebook.js";
import type {Notebook} from "./notebook.js";

const prefix = "weir-notebook:";
const lastKey = "weir-notebook-last";

/** The notebooks that this browser keeps, by title. */
export class NotebookStore {
  readonly #storage: Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

  constructor(storage: NotebookStore["storage"] = localStorage) {
    this.#storage = storage;
  }

  get storage() {
    return this.#storage;
  }

  titles(): string[] {
    const keys = Array.from({length: this.#storage.length}, (_, i) => this.#storage.key(i) ?? "");
    return keys
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length))
      .sort((a, b) => a.localeCompare(b));
  }

  /** Null when there is none. Throws when what is kept is not a notebook. */
  load(title: string): Notebook | null {
    const text = this.#storage.getItem(prefix + title);
    return text === null ? null : decodeNotebook(text);
  }

  /** Throws when the browser keeps nothing, or nothing more. */
  save(notebook: Notebook): void {
    try {
      this.#storage.setItem(prefix + notebook.title, JSON.stringify(notebook));
      this.#storage.setItem(lastKey, notebook.title);
    } catch (error) {
      throw new Error(`not saved in this browser: ${notebook.title} (use Save file)`, {cause: error});
    }
  }

  remove(title: string): void {
    this.#storage.removeItem(prefix + title);
  }

  /** The title that was saved last. */
  last(): string | null {
    return this.#storage.getItem(lastKey);
  }
}

/** A title that none of `titles` is. */
export function freeTitle(title: string, titles: readonly string[]): string {
  if (!titles.includes(title)) return title;
  for (let n = 2; ; ++n) if (!titles.includes(`${title} ${n}`)) return `${title} ${n}`;
}
