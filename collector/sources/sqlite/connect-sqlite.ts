import {stat} from "node:fs/promises";
import {pathToFileURL} from "node:url";
import Database from "libsql";
import {fileProblem} from "../shared/file-problem.ts";
import type {Connect, Key, Row, SqlColumn, SqlDatabase} from "../shared/sql/database.ts";

/** A statement waits this long for a lock, and the whole process with it. */
const lockTimeout = 100;

/** Opens a SQLite file read-only, and again when another file has taken its place. */
export const connectSqlite =
  (file: string): Connect =>
  async (previous) => {
    const inode = await stat(file).then(
      (stats) => stats.ino,
      (cause) => {
        throw new Error(`cannot open SQLite database: ${file} (${fileProblem(cause)})`, {cause});
      }
    );
    if (previous instanceof SqliteFile && previous.inode === inode) return previous;
    await previous?.close();
    return new SqliteFile(file, inode);
  };

class SqliteFile implements SqlDatabase {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();
  #decoder: TextDecoder | null = null;

  constructor(
    private readonly file: string,
    readonly inode: number
  ) {
    // libsql knows no option for it, but SQLite's own.
    const url = `${pathToFileURL(file)}?mode=ro`;
    this.#db = this.#inWords(() => new Database(url, {timeout: lockTimeout}));
  }

  async query(sql: string, parameters: Key[]): Promise<Row[]> {
    return this.#inWords(() => {
      const rows = this.#statement(sql).all(parameters) as Row[];
      const plain = plainValue(this.#text());
      return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])));
    });
  }

  async columns(table: string): Promise<SqlColumn[]> {
    const rows = await this.query("SELECT name FROM pragma_table_info(?)", [table]);
    return rows.map(({name}) => ({name: String(name)}));
  }

  quote(identifier: string): string {
    return `"${identifier.replaceAll('"', '""')}"`;
  }

  table(name: string): string {
    return this.quote(name);
  }

  /** Texts come as blobs: libsql ends the process at a text that is not valid UTF-8, which SQLite itself allows. */
  column(name: string): string {
    const quoted = this.quote(name);
    return `CASE typeof(${quoted}) WHEN 'text' THEN CAST(${quoted} AS BLOB) ELSE ${quoted} END AS ${quoted}`;
  }

  parameter(): string {
    return "?";
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  #text(): TextDecoder {
    if (this.#decoder) return this.#decoder;
    const [row] = this.#statement("PRAGMA encoding").all([]) as {encoding: string}[];
    this.#decoder = new TextDecoder(row!.encoding, {ignoreBOM: true});
    return this.#decoder;
  }

  #statement(sql: string): Database.Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#db.prepare(sql).safeIntegers(true);
    this.#statements.set(sql, statement);
    return statement;
  }

  #inWords<T>(action: () => T): T {
    try {
      return action();
    } catch (cause) {
      const {code, message} = cause as Error & {code?: string};
      const words = problems[code ?? ""] ?? message;
      throw new Error(`cannot read SQLite database: ${this.file} (${words})`, {cause});
    }
  }
}

const problems: Record<string, string> = {
  SQLITE_BUSY: "locked: another program is writing to it",
  SQLITE_LOCKED: "locked: another program is writing to it",
  SQLITE_NOTADB: "not a SQLite database",
  SQLITE_CORRUPT: "damaged: restore it from a backup"
};

/** Integers as numbers where these are exact, else as text; blobs as text, with U+FFFD for what is none. */
const plainValue =
  (text: TextDecoder) =>
  (value: unknown): unknown => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return text.decode(value);
    if (typeof value !== "bigint") return value;
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  };
