import {html} from "npm:htl";
import type {LakeDatabase} from "../database.js";
import type {TablesIndex} from "../tables-index.js";
import {addCell} from "./add-cell.js";
import {CellList} from "./cell-list.js";
import {type CellHost, kindNames} from "./cell-view.js";
import {decodeNotebook} from "./decode-notebook.js";
import {exportPage} from "./export-page.js";
import {markdown} from "./markdown.js";
import {type Cell, isNamed, limits, type Notebook, newCell} from "./notebook.js";
import {notebookBar} from "./notebook-bar.js";
import {notebookHash} from "./notebook-link.js";
import {freeTitle, type NotebookStore} from "./notebook-store.js";
import type {QueryResult} from "./query-result.js";
import {Runner} from "./runner.js";
import {fileName, saveText} from "./save-text.js";

interface EditorOptions {
  database: LakeDatabase;
  store: NotebookStore;
  example: Notebook;
}

/** A notebook that is open: its cells, what can be done with them, and where it is kept. */
export class NotebookEditor {
  readonly element: HTMLElement;
  readonly #options: EditorOptions;
  readonly #runner: Runner;
  readonly #list: CellList;
  readonly #bar: ReturnType<typeof notebookBar>;
  readonly #undo = html`<p class="undo" role="status"></p>`;
  #notebook: Notebook = {version: 1, title: "", cells: []};
  #tables: TablesIndex["tables"] = [];
  #functions: string[] = [];

  constructor(options: EditorOptions) {
    this.#options = options;
    const {database} = options;
    database.say = (doing) => this.#bar.say(doing ?? "");
    this.#runner = new Runner({
      query: ({text, parameters}, {signal}) => database.query({text, parameters}, {signal}),
      changed: (id) => this.#refresh(id)
    });
    this.#list = new CellList(this.#host(), (kind, index) => this.#insert(newCell(kind, this.#notebook, index), index));
    this.#bar = notebookBar({
      title: (title) => this.#rename(title),
      choose: (title) => this.#tell(() => this.open(options.store.load(title) ?? options.example)),
      create: () => this.#create(),
      discard: () => this.#discard(),
      run: () => {
        this.#warm();
        this.#runner.rerun();
      },
      link: () => this.#tell(() => this.#copyLink()),
      open: (file) => this.#tell(() => this.#openFile(file)),
      save: () =>
        saveText(JSON.stringify(this.#notebook, null, 1), `${fileName(this.#notebook.title)}.json`, "application/json"),
      page: () => this.#tell(() => this.#export())
    });
    const end = addCell("at the end", (kind) =>
      this.#insert(newCell(kind, this.#notebook), this.#notebook.cells.length)
    );
    this.element = html`<div>${this.#bar.element}${this.#list.element}${end}${this.#undo}</div>`;
    this.#list.element.addEventListener("focusin", () => this.#warm(), {once: true});
    const start = () => void database.start().catch(() => {});
    for (const sign of ["pointerover", "focusin"]) this.element.addEventListener(sign, start, {once: true});
    void database.index.then(({tables}) => {
      this.#tables = tables;
      this.#runner.update(this.#notebook, this.#tableNames());
    });
  }

  /** Shows a notebook, with results that are known to be what its questions answer. */
  open(notebook: Notebook, {results = {}, say = ""}: {results?: Record<string, QueryResult>; say?: string} = {}): void {
    this.#list.clear();
    this.#runner.reset();
    this.#notebook = notebook;
    this.#runner.update(notebook, this.#tableNames());
    this.#runner.adopt(results);
    this.#show();
    for (const {id} of notebook.cells) this.#list.refresh(id);
    this.#bar.say(say);
    this.#undo.replaceChildren();
  }

  #host(): CellHost {
    return {
      runner: this.#runner,
      change: (cell) => this.#replace(cell),
      remove: (id) => this.#remove(id),
      move: (id, by) => this.#move(id, by),
      run: (id) => {
        this.#warm();
        this.#runner.rerun(id);
      },
      results: () => this.#notebook.cells.flatMap((cell) => (cell.kind === "sql" ? cell.name : [])),
      vocabulary: () => this.#vocabulary()
    };
  }

  /** Takes the notebook as it is after a change, keeps it, and runs what is out of date. */
  #change(cells: Cell[]): void {
    this.#notebook = {...this.#notebook, cells};
    this.#show();
    this.#runner.update(this.#notebook, this.#tableNames());
    for (const {id} of cells) this.#list.refresh(id);
    this.#keep();
  }

  #show(): void {
    this.#list.show(this.#notebook);
    this.#bar.show(this.#notebook.title, this.#options.store.titles());
  }

  #keep(): void {
    this.#tell(() => {
      this.#options.store.save(this.#notebook);
      this.#bar.show(this.#notebook.title, this.#options.store.titles());
      if (location.hash.startsWith("#notebook="))
        history.replaceState(history.state, "", location.pathname + location.search);
    });
  }

  #replace(cell: Cell): void {
    this.#change(this.#notebook.cells.map((old) => (old.id === cell.id ? cell : old)));
    this.#start();
  }

  #insert(cell: Cell, index: number): void {
    if (this.#notebook.cells.length >= limits.cells) {
      this.#bar.say(`A notebook holds ${limits.cells} cells at most.`);
      return;
    }
    this.#change(this.#notebook.cells.toSpliced(index, 0, cell));
    this.#list.focus(cell.id);
  }

  #remove(id: string): void {
    const index = this.#notebook.cells.findIndex((cell) => cell.id === id);
    const cell = this.#notebook.cells[index];
    if (!cell) return;
    this.#change(this.#notebook.cells.toSpliced(index, 1));
    const back = html`<button type="button">Undo</button>`;
    back.addEventListener("click", () => {
      this.#undo.replaceChildren();
      this.#insert(cell, Math.min(index, this.#notebook.cells.length));
    });
    this.#undo.replaceChildren(`${kindNames[cell.kind]} cell${isNamed(cell) ? ` ${cell.name}` : ""} deleted `, back);
    back.focus();
  }

  #move(id: string, by: -1 | 1): void {
    const {cells} = this.#notebook;
    const index = cells.findIndex((cell) => cell.id === id);
    if (index + by < 0 || index + by >= cells.length) return;
    this.#change(cells.toSpliced(index, 1).toSpliced(index + by, 0, cells[index]!));
  }

  /** Draws a cell and those that are drawn from it. */
  #refresh(id: string): void {
    this.#list.refresh(id);
    for (const {cell, needs} of this.#runner.graph.order) if (needs.includes(id)) this.#list.refresh(cell.id);
  }

  #start(): void {
    this.#warm();
    this.#runner.start();
  }

  #warm(): void {
    const {database} = this.#options;
    if (this.#functions.length) return;
    void database
      .start()
      .then(() =>
        database.query({text: "SELECT DISTINCT function_name AS name FROM duckdb_functions()", parameters: []})
      )
      .then(({rows}) => {
        this.#functions = rows.map(({name}) => String(name)).filter((name) => /^[a-z]\w+$/.test(name));
        for (const {id} of this.#notebook.cells) this.#list.refresh(id);
      })
      .catch((error: Error) => this.#bar.say(`DuckDB did not start: ${error.message}. Reload the page.`));
  }

  #vocabulary() {
    const tables = Object.fromEntries(
      this.#tables.map(({name, columns}) => [name, columns.map((column) => column.name)])
    );
    for (const cell of this.#notebook.cells)
      if (cell.kind === "sql") tables[cell.name] = this.#runner.result(cell.id)?.columns.map(({name}) => name) ?? [];
    const inputs = this.#notebook.cells.flatMap((cell) => {
      if (cell.kind !== "input") return [];
      return cell.input.type === "dates" ? [`${cell.name}.from`, `${cell.name}.to`] : [cell.name];
    });
    return {tables, inputs, functions: this.#functions};
  }

  #tableNames = (): string[] => this.#tables.map(({name}) => name);

  #rename(title: string): void {
    const {store} = this.#options;
    if (!title || title === this.#notebook.title) {
      this.#show();
      return;
    }
    store.remove(this.#notebook.title);
    this.#notebook = {...this.#notebook, title: freeTitle(title, store.titles())};
    this.#keep();
  }

  #create(): void {
    const title = freeTitle("Notebook", this.#options.store.titles());
    const empty: Notebook = {version: 1, title, cells: []};
    this.open({...empty, cells: [newCell("sql", empty)]});
    this.#list.focus(this.#notebook.cells[0]?.id);
  }

  #discard(): void {
    const gone = this.#notebook;
    const {store, example} = this.#options;
    store.remove(gone.title);
    const [next] = store.titles();
    this.#tell(() => this.open((next === undefined ? null : store.load(next)) ?? example));
    const back = html`<button type="button">Undo</button>`;
    back.addEventListener("click", () => {
      this.open(gone);
      this.#keep();
    });
    this.#undo.replaceChildren(`Notebook ${gone.title} deleted `, back);
  }

  async #copyLink(): Promise<void> {
    const hash = await notebookHash(this.#notebook);
    const url = new URL(hash, location.href).href;
    history.replaceState(history.state, "", hash);
    await navigator.clipboard.writeText(url).then(
      () => this.#bar.say("Link copied. It holds the notebook itself; nothing is sent to a server."),
      () => this.#bar.say("The link stands in the address bar: copy it there.")
    );
  }

  async #openFile(file: File): Promise<void> {
    if (file.size > limits.bytes) throw new Error(`notebook too large: ${file.size} bytes (at most ${limits.bytes})`);
    const notebook = decodeNotebook(await file.text());
    this.open({...notebook, title: freeTitle(notebook.title || "Notebook", this.#options.store.titles())});
    this.#keep();
    this.#bar.say(`Opened ${file.name}. Press Run all for its results.`);
  }

  #export(): void {
    const page = exportPage(this.#notebook, {
      result: (id) => this.#runner.result(id),
      markdown,
      tables: this.#tableNames()
    });
    const name = `${fileName(this.#notebook.title)}.md`;
    saveText(page, name, "text/markdown");
    this.#bar.say(`Saved ${name}: put it into src/ and build the site.`);
  }

  /** Does something and says why when it does not work. */
  #tell(act: () => void | Promise<void>): void {
    void Promise.resolve()
      .then(act)
      .catch((error: Error) => this.#bar.say(error.message));
  }
}
