import {existsSync} from "node:fs";
import {join} from "node:path";
import {datasets} from "../data/schema.ts";
import {Catalog} from "./catalog.ts";
import {connectDuckDB} from "./duckdb.ts";
import {lakeFolder, spoolFolder} from "./folders.ts";
import {type Audit, readAudit} from "./verify/audit.ts";
import {balanceProblems, committedProblems} from "./verify/books-problems.ts";
import {catalogProblems} from "./verify/catalog-problems.ts";
import {checkFile} from "./verify/check-file.ts";
import {folderProblems} from "./verify/folder-problems.ts";
import {importProblems, isImport} from "./verify/import-problems.ts";
import {secretProblems} from "./verify/secret-problems.ts";
import {spoolProblems} from "./verify/spool-problems.ts";

export interface Verified {
  files: number;
  rows: number;
  /** Broken promises, one line each; empty when the lake is sound. */
  problems: string[];
}

export interface VerifyOptions {
  /** Called after each file. */
  onFile?: (done: number, of: number) => void;
}

/**
 * Checks what a lake promises against what is on disk. The catalog is sound and adds up; every file is there with the
 * bytes, columns, rows, times and order that were committed, below the day of its records; no batch and no imported row
 * is in the lake twice; files that readers may hold are not deleted, and nothing else lies around; the spool goes on
 * where the lake ends; the books balance and agree with the files; private values are hashed. May be asked while a
 * collector writes.
 */
export async function verify(
  data: string,
  {onFile}: VerifyOptions = {},
  {now = Date.now, schema = datasets} = {}
): Promise<Verified> {
  if (!existsSync(join(data, "catalog.db"))) throw new Error(`no lake yet: ${data} (start one with weir up)`);
  const catalog = new Catalog(data);
  try {
    const audit = readAudit(data);
    const checked = await filesProblems(data, audit, catalog, {onFile, schema});
    const problems = [
      ...catalogProblems(audit, {schema}),
      ...checked,
      ...(await folderProblems(lakeFolder(data), audit.removed, catalog, {now})),
      ...(await spoolProblems(spoolFolder(data), () => catalog.watermark(), {schema})),
      ...(await balanceProblems(data)),
      ...(await secretProblems(data))
    ];
    return {files: audit.files.length, rows: audit.files.reduce((sum, {rows}) => sum + rows, 0), problems};
  } catch (error) {
    if ((error as {code?: string}).code !== "SQLITE_CORRUPT") throw error;
    return {files: 0, rows: 0, problems: [`damaged catalog: ${(error as Error).message}`]};
  } finally {
    catalog.close();
  }
}

/** Problems of single files and, where each of them could be read, of what they hold together. */
async function filesProblems(
  data: string,
  audit: Audit,
  catalog: Catalog,
  {onFile, schema}: VerifyOptions & {schema: typeof datasets}
): Promise<string[]> {
  const lake = lakeFolder(data);
  const files = audit.files.filter(({dataset}) => schema[dataset]);
  const problems: string[] = [];
  const collected = new Map<string, number>();
  let readable = files.length === audit.files.length;
  const connection = await connectDuckDB();
  try {
    await connection.run("SET preserve_insertion_order = true");
    for (const [i, file] of files.entries()) {
      const checked = await checkFile(connection, lake, file, schema[file.dataset]);
      const still = !checked.problems.length || catalog.files().some(({path}) => path === file.path);
      if (still) problems.push(...checked.problems); // else it was merged and deleted meanwhile
      readable &&= checked.rows.size > 0;
      if (file.dataset !== "rejects" && !isImport(file))
        for (const [source, rows] of checked.rows) collected.set(source, (collected.get(source) ?? 0) + rows);
      onFile?.(i + 1, files.length);
    }
    if (!readable) return problems;
    problems.push(...(await importProblems(connection, lake, files, {schema})));
    problems.push(...committedProblems(audit, collected));
    return problems;
  } finally {
    connection.closeSync();
  }
}
