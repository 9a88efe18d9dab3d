import {addRows, arrowColumns} from "./arrow-rows.js";
import type {DuckdbProcess} from "./duckdb-process.js";
import type {QueryResult, ResultRow} from "./explore/query-result.js";
import type {ResultRows} from "./explore/result-columns.js";
import {nameOf, sqlTokens} from "./explore/sql-tokens.js";
import {type IndexAttachment, type PublishedTable, publishedTables, type TablesIndex} from "./tables-index.js";

/** SQL with a `?` for each parameter. */
export interface Question {
  text: string;
  parameters: readonly unknown[];
}

export interface QueryOptions {
  /** Ends the query when it is no longer wanted. */
  signal?: AbortSignal;
  /** Rows that are read at most; all are counted. */
  limit?: number;
}

/** Rows that a chart or a table shows at most. */
export const mostRows = 20_000;

/** Tables of so many bytes are fetched whole, at one go; of larger ones DuckDB reads what a query needs, one range after another. */
const wholeBytes = 2 ** 20;

/** How long a query that is no longer wanted may go on before DuckDB is ended and started anew, ms. */
const graceMs = 300;

/**
 * SQL over the published tables, in the browser. DuckDB starts when `start` is called or something is asked, and a table is
 * fetched, or made ready to be read by ranges, when a query first names it. One query runs at a time.
 */
export class LakeDatabase {
  /** What can be asked. */
  readonly index: Promise<TablesIndex>;
  /** Hears what a query waits for, null when it waits no more. */
  say: (doing: string | null) => void = () => {};
  #process: Promise<DuckdbProcess> | null = null;
  #tables = new Map<string, Promise<void>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(index: Promise<TablesIndex>) {
    this.index = index;
  }

  /** Starts DuckDB unless it runs. */
  start(): Promise<DuckdbProcess> {
    if (this.#process) return this.#process;
    this.#tables = new Map();
    const starting = import("./duckdb-process.js").then(({startDuckdb}) => startDuckdb());
    this.#process = starting;
    starting.catch(() => {
      if (this.#process === starting) this.#process = null;
    });
    return starting;
  }

  /** Throws DuckDB's own message when it refuses the query, and `query stopped` when the signal says so. */
  query(question: Question, options: QueryOptions = {}): Promise<QueryResult> {
    const turn = this.#last.then(() => this.#run(question, options));
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #run({text, parameters}: Question, {signal, limit = mostRows}: QueryOptions): Promise<QueryResult> {
    const stopIfUnwanted = () => {
      if (signal?.aborted) throw new Error("query stopped");
    };
    stopIfUnwanted();
    try {
      if (!this.#process) this.say("Starting DuckDB");
      const starting = this.start();
      await this.#readTables(starting, text);
      const process = await starting;
      this.say(null);
      stopIfUnwanted();
      const answer = answered(process, {text, parameters: parameters.map(bindable)}, limit);
      return await (signal ? this.#unless(signal, answer) : answer);
    } finally {
      this.say(null);
    }
  }

  /** An answer, or an error some time after the signal: DuckDB is ended then, so that the next query need not wait. */
  #unless<Answer>(signal: AbortSignal, answer: Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const end = () => {
        const process = this.#process;
        this.#process = null;
        void process?.then(({terminate}) => terminate());
        reject(new Error("query stopped"));
      };
      const wait = () => {
        timer = setTimeout(end, graceMs);
      };
      signal.addEventListener("abort", wait, {once: true});
      answer.then(resolve, reject).finally(() => {
        signal.removeEventListener("abort", wait);
        clearTimeout(timer);
      });
    });
  }

  async #readTables(starting: Promise<DuckdbProcess>, text: string): Promise<void> {
    const named = new Set(sqlTokens(text).map(nameOf));
    const {tables} = await this.index;
    for (const table of tables.filter(({name}) => named.has(name.toLowerCase()))) {
      if (!this.#tables.has(table.name)) {
        const reading = readTable(starting, table, this.say);
        this.#tables.set(table.name, reading);
        reading.catch(() => this.#tables.delete(table.name));
      }
      await this.#tables.get(table.name);
    }
  }
}

/** The first rows and the number of all. */
async function answered(process: DuckdbProcess, {text, parameters}: Question, limit: number): Promise<QueryResult> {
  const result = await ask(process, text, parameters, limit);
  if (result.rows.length < limit) return result;
  const [all] = (await ask(process, `SELECT count(*)::DOUBLE AS n FROM (\n${text}\n)`, parameters, 1)).rows;
  return {...result, count: Number(all?.n)};
}

async function ask(
  {connection}: DuckdbProcess,
  text: string,
  values: readonly unknown[],
  limit: number
): Promise<QueryResult> {
  const statement = await connection.prepare(text);
  try {
    const reader = await statement.send(...values);
    await reader.open();
    const columns = arrowColumns(reader.schema);
    const rows: ResultRow[] = [];
    while (rows.length < limit) {
      const {done, value} = await reader.next();
      if (done) break;
      addRows(value, {columns, rows, limit});
    }
    return {columns, rows, count: rows.length};
  } finally {
    await statement.close();
  }
}

/** Makes a table's files one view. */
async function readTable(
  starting: Promise<DuckdbProcess>,
  table: PublishedTable,
  say: (doing: string) => void
): Promise<void> {
  const {name, files} = table;
  const paths = files.map((_, i) => `${name}-${i}.parquet`);
  if (files.reduce((sum, {bytes}) => sum + bytes, 0) > wholeBytes) {
    // DuckDB waits for ever for a file that is gone
    await Promise.all(files.map(async ({url}) => present(name, await fetch(url, {method: "HEAD"}))));
    const {addRemote} = await starting;
    for (const [i, {url}] of files.entries()) await addRemote(paths[i]!, url);
  } else await fetchFiles(starting, table, paths, say);
  const {connection} = await starting;
  await connection.query(
    `CREATE VIEW "${name}" AS SELECT * FROM parquet_scan([${paths.map((path) => `'${path}'`).join(", ")}])`
  );
}

function present(table: string, response: Response): Response {
  if (response.ok) return response;
  throw new Error(`table not read: ${table} (${response.status} ${response.statusText}; reload the page)`);
}

/** Fetches a table's files, a few at a time and while DuckDB starts. */
async function fetchFiles(
  starting: Promise<DuckdbProcess>,
  {name, files}: PublishedTable,
  paths: readonly string[],
  say: (doing: string) => void
): Promise<void> {
  let read = 0;
  const tell = () => say(`Reading ${name}${files.length > 1 ? `: ${read} of ${files.length} files` : ""}`);
  starting.then(tell, () => {});
  const queue = [...files.entries()];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [i, {url}] = next;
      const response = present(name, await fetch(url));
      const bytes = new Uint8Array(await response.arrayBuffer());
      const {database} = await starting;
      await database.registerFileBuffer(paths[i]!, bytes);
      ++read;
      tell();
    }
  };
  await Promise.all([work(), work(), work(), work()]);
}

/** Times as DuckDB reads them, UTC; a day without its midnight. */
function bindable(value: unknown): unknown {
  if (!(value instanceof Date)) return value ?? null;
  return value.toISOString().replace("T", " ").replace("Z", "").replace(" 00:00:00.000", "");
}

const databases = new Map<string, LakeDatabase>();

/** The database of a page, one for each index. */
export function lakeDatabase(attachment: IndexAttachment): LakeDatabase {
  const {href} = attachment;
  if (!databases.has(href)) databases.set(href, new LakeDatabase(publishedTables(attachment)));
  return databases.get(href)!;
}

/** The tag of a page's SQL over the published tables: `const sql = lakeSql(FileAttachment("tables/index.json"))`. */
export function lakeSql(attachment: IndexAttachment) {
  return async (strings: TemplateStringsArray, ...parameters: unknown[]): Promise<ResultRows> => {
    const {rows, columns} = await lakeDatabase(attachment).query({text: strings.join("?"), parameters});
    return Object.assign(rows, {schema: columns, columns: columns.map(({name}) => name)});
  };
}
