import type {DuckdbProcess} from "./duckdb-process.js";
import type {PublishedTable, TableFile} from "./tables-index.js";

/** A table of so many bytes is fetched as a whole, whatever is asked. */
const smallBytes = 2 ** 20;

/** Files of so many bytes are fetched whole, several at a time; of larger ones DuckDB reads what it needs, one range after another. */
const wholeBytes = 2 ** 21;

/** Requests at a time: as many as browsers make to a server. */
const atATime = 6;

/** Bytes of files that may be kept in memory, by what the device has; many browsers do not tell. */
export const keptBytes = ({deviceMemory = 4} = navigator as {deviceMemory?: number}): number => deviceMemory * 2 ** 27;

/** Whether it pays to ask which files of a table are needed. */
export const isLarge = (files: readonly TableFile[]): boolean =>
  files.reduce((sum, {bytes}) => sum + bytes, 0) > smallBytes;

export interface ShowOptions {
  /** Hears what is waited for. */
  say: (doing: string) => void;
  /** Whether small files are fetched whole; else DuckDB reads what it needs of them. */
  whole: boolean;
  /** Fetches no further file when the question is no longer wanted. */
  signal?: AbortSignal;
}

/** A table in a DuckDB: a view of those of its files that a question needs. */
export class TableView {
  readonly #starting: Promise<DuckdbProcess>;
  readonly #table: PublishedTable;
  readonly #room: {bytes: number};
  readonly #there = new Set<TableFile>();
  #shown = "";

  /** @param room bytes that all tables together may still keep in memory */
  constructor(starting: Promise<DuckdbProcess>, table: PublishedTable, room: {bytes: number}) {
    this.#starting = starting;
    this.#table = table;
    this.#room = room;
  }

  /** Makes the table a view of these files. Throws when one is gone. */
  async show(files: readonly TableFile[], {say, whole, signal}: ShowOptions): Promise<void> {
    const {name} = this.#table;
    const missing = files.filter((file) => !this.#there.has(file));
    const all = missing.length;
    let read = 0;
    const tell = () => say(`Reading ${name}${all > 1 ? `: ${read} of ${all} files` : ""}`);
    if (all) this.#starting.then(tell, () => {});
    const work = async () => {
      for (let file = missing.shift(); file; file = missing.shift()) {
        if (signal?.aborted) throw new Error("query stopped");
        await this.#add(file, whole);
        ++read;
        tell();
      }
    };
    await Promise.all(Array.from({length: atATime}, work));
    const paths = files.map((file) => `'${this.#path(file)}'`).join(", ");
    if (paths === this.#shown) return;
    const {connection} = await this.#starting;
    await connection.query(`CREATE OR REPLACE VIEW "${name}" AS SELECT * FROM parquet_scan([${paths}])`);
    this.#shown = paths;
  }

  async #add(file: TableFile, mayBeWhole: boolean): Promise<void> {
    const {url, bytes} = file;
    const whole = mayBeWhole && bytes <= wholeBytes && bytes <= this.#room.bytes;
    if (whole) this.#room.bytes -= bytes;
    try {
      // a HEAD, since DuckDB waits for ever for a file that is gone
      const response = this.#present(await fetch(url, {method: whole ? "GET" : "HEAD"}));
      const content = whole ? new Uint8Array(await response.arrayBuffer()) : null;
      const {database, addRemote} = await this.#starting;
      await (content ? database.registerFileBuffer(this.#path(file), content) : addRemote(this.#path(file), url));
      this.#there.add(file);
    } catch (error) {
      if (whole) this.#room.bytes += bytes;
      throw error;
    }
  }

  #present(response: Response): Response {
    if (response.ok) return response;
    throw new Error(`table not read: ${this.#table.name} (${response.status} ${response.statusText}; reload the page)`);
  }

  #path(file: TableFile): string {
    return `${this.#table.name}-${this.#table.files.indexOf(file)}.parquet`;
  }
}
