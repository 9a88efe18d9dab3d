import {createHash} from "node:crypto";
import {closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {extname, join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {runNode} from "../site/run-process.ts";
import {siteEnvironment} from "../site/site-environment.ts";
import type {Columns} from "./check-sql.ts";
import {keepJson, keptJson} from "./kept-json.ts";
import type {SiteFiles} from "./site-files.ts";

export interface TableColumnsOptions {
  root: string;
  /** The data folder. */
  data: string;
}

const readers: Record<string, string> = {
  ".parquet": "read_parquet",
  ".csv": "read_csv",
  ".tsv": "read_csv",
  ".json": "read_json"
};

/**
 * Columns of the table that a file of the site makes, in the browser; null where they cannot be told. What a loader makes
 * is looked at as it was last made, or else made once and its columns kept until the loader changes. Throws with what the
 * loader printed.
 */
export async function tableColumns(
  target: string,
  files: SiteFiles,
  options: TableColumnsOptions
): Promise<Columns | null> {
  const reader = readers[extname(target)];
  const behind = files.behind(target);
  if (!reader || !behind) return null;
  if (behind === target) return describe(join(files.folder, target), reader);
  const made = join(files.folder, ".observablehq", "cache", target);
  if (existsSync(made)) return describe(made, reader);
  if (!/\.[jt]s$/.test(behind) || behind.includes("[")) return null;
  const script = readFileSync(join(files.folder, behind));
  const name = `${createHash("sha256").update(target).update(script).digest("hex")}.json`;
  const kept = keptJson<Columns>(options.root, name);
  return kept ?? keepJson(options.root, name, await ofLoader(join(files.folder, behind), reader, options));
}

async function ofLoader(script: string, reader: string, {root, data}: TableColumnsOptions): Promise<Columns> {
  const folder = mkdtempSync(join(tmpdir(), "weir-"));
  try {
    const path = join(folder, "output");
    const output = openSync(path, "w");
    const args = script.endsWith(".ts") ? ["--import", "tsx", script] : [script];
    const env = siteEnvironment({root, data});
    const {code, stderr} = await runNode(args, {cwd: root, env, output});
    closeSync(output);
    if (code !== 0)
      throw new Error(
        stderr
          .trim()
          .split("\n")
          .findLast((line) => /\S/.test(line)) ?? `exit code ${code}`
      );
    return await describe(path, reader);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

async function describe(file: string, reader: string): Promise<Columns> {
  const instance = await DuckDBInstance.create(":memory:", {threads: "1"});
  const connection = await instance.connect();
  try {
    const rows = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${reader}('${file.replaceAll("'", "''")}')`);
    return rows.getRowObjects().map((row) => ({name: String(row.column_name), type: String(row.column_type)}));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
