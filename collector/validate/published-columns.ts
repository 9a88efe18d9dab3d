import {createHash} from "node:crypto";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {runNode} from "../site/run-process.ts";
import {siteEnvironment} from "../site/site-environment.ts";
import type {Columns} from "./check-sql.ts";
import {keepJson, keptJson} from "./kept-json.ts";
import type {TableColumnsOptions} from "./table-columns.ts";

const types: Record<string, string> = {
  timestamp: "TIMESTAMP",
  string: "VARCHAR",
  double: "DOUBLE",
  integer: "INTEGER",
  boolean: "BOOLEAN"
};

const script = "loaders/tables/print-columns.ts";

/** The tables that the site publishes, with their columns; null where it publishes none. Kept until their code changes. */
export async function publishedColumns({root, data}: TableColumnsOptions): Promise<Map<string, Columns> | null> {
  if (!existsSync(join(root, script))) return null;
  const name = `tables-${fingerprint(root)}.json`;
  const tables = keptJson<[string, Columns][]>(root, name) ?? keepJson(root, name, await printed({root, data}));
  return new Map(tables);
}

async function printed({root, data}: TableColumnsOptions): Promise<[string, Columns][]> {
  const env = siteEnvironment({root, data});
  const {code, stdout, stderr} = await runNode(["--import", "tsx", script], {cwd: root, env});
  if (code !== 0) throw new Error(`the published tables cannot be read: ${stderr.trim().split("\n").at(-1)}`);
  const tables = JSON.parse(stdout) as {name: string; columns: {name: string; type: string}[]}[];
  return tables.map(({name, columns}) => [
    name,
    columns.map(({name, type}) => ({name, type: types[type] ?? "VARCHAR"}))
  ]);
}

function fingerprint(root: string): string {
  const folder = join(root, "loaders/tables");
  const files = [
    ...readdirSync(folder)
      .sort()
      .map((name) => join(folder, name)),
    join(root, "data/schema.ts")
  ];
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}
