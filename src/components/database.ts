import {addRows, arrowColumns} from "./arrow-rows.js";
import type {DuckdbProcess} from "./duckdb-process.js";
import type {QueryResult, ResultRow} from "./explore/query-result.js";
import type {ResultRows} from "./explore/result-columns.js";
import {nameOf, sqlTokens} from "./explore/sql-tokens.js";
import {newestFiles} from "./newest-files.js";
import {isTimed, type Need, needOf, type PlanConnection, planTables} from "./question-plan.js";
import {isLarge, keptBytes, TableView} from "./table-view.js";
import {
  type IndexAttachment,
  type PublishedTable,
  publishedTables,
  type TableFile,
  type TablesIndex
} from "./tables-index.js";

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

/** How long a query that is no longer wanted may go on before DuckDB is ended and started anew, ms. */
const graceMs = 300;

/**
 * SQL over the published tables, in the browser. DuckDB starts when `start` is called or something is asked, and files of a
 * table are fetched, or made ready to be read by ranges, when a query first needs them. One query runs at a time.
 */
export class LakeDatabase {
  /** What can be asked. */
  readonly index: Promise<TablesIndex>;
  /** Hears what a query waits for, null when it waits no more. */
  say: (doing: string | null) => void = () => {};
  #process: Promise<DuckdbProcess> | null = null;
  #tables = new Map<string, TableView>();
  #room = {bytes: 0};
  #plans: Promise<PlanConnection> | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(index: Promise<TablesIndex>) {
    this.index = index;
  }

  /** Starts DuckDB unless it runs. */
  start(): Promise<DuckdbProcess> {
    if (this.#process) return this.#process;
    this.#tables = new Map();
    this.#room = {bytes: keptBytes()};
    this.#plans = null;
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

  async #run({text, parameters: values}: Question, {signal, limit = mostRows}: QueryOptions): Promise<QueryResult> {
    const question = {text, parameters: values.map(bindable)};
    const stopIfUnwanted = () => {
      if (signal?.aborted) throw new Error("query stopped");
    };
    stopIfUnwanted();
    try {
      if (!this.#process) this.say("Starting DuckDB");
      const starting = this.start();
      await this.#readTables(starting, question, signal);
      const process = await starting;
      this.say(null);
      stopIfUnwanted();
      const answer = answered(process, question, limit);
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

  async #readTables(starting: Promise<DuckdbProcess>, question: Question, signal?: AbortSignal): Promise<void> {
    const named = new Set(sqlTokens(question.text).map(nameOf));
    const {tables} = await this.index;
    for (const table of tables.filter(({name}) => named.has(name.toLowerCase()))) {
      if (!this.#tables.has(table.name)) this.#tables.set(table.name, new TableView(starting, table, this.#room));
      const need = await this.#needOf(starting, table, question, signal);
      const say = (doing: string) => this.say(doing);
      const options = {say, whole: !need?.stops, ...(signal && {signal})};
      await this.#tables.get(table.name)!.show(need ? neededFiles(table, need) : table.files, options);
    }
  }

  /** What a question needs of a table of many bytes; null of one that is read as a whole. */
  async #needOf(
    starting: Promise<DuckdbProcess>,
    table: PublishedTable,
    question: Question,
    signal?: AbortSignal
  ): Promise<Need | null> {
    const {files} = table;
    if (files.length === 1 || !isTimed(table) || !isLarge(files)) return null;
    this.#plans ??= this.#startPlans(starting);
    const planning = needOf(await this.#plans, question, table.name);
    return signal ? this.#unless(signal, planning) : planning;
  }

  async #startPlans(starting: Promise<DuckdbProcess>): Promise<PlanConnection> {
    const connection = await (await starting).database.connect();
    for (const sql of planTables((await this.index).tables)) await connection.query(sql);
    return connection;
  }
}

/** Files of the times that are needed, and of these as many as hold enough rows, the first or the newest; one at least. */
function neededFiles({files}: PublishedTable, {times, rows, newest}: Need): readonly TableFile[] {
  const within = ({from, to}: TableFile) =>
    !times || times.some((time) => (from ?? 0) <= (time.to ?? Infinity) && (to ?? 0) >= (time.from ?? -Infinity));
  const known = files.filter(within);
  const needed = newest !== null ? newestFiles(known, newest) : rows !== null ? firstFiles(known, rows) : known;
  return needed.length ? needed : files.slice(0, 1);
}

/** As many files as hold so many of the first rows. */
function firstFiles(files: readonly TableFile[], rows: number): TableFile[] {
  let before = 0;
  return files.filter((file) => {
    const isNeeded = before < rows;
    before += file.rows;
    return isNeeded;
  });
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
