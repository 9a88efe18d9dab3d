import {randomUUID} from "node:crypto";
import {readdir, rm} from "node:fs/promises";
import {join} from "node:path";

const folderName = /^weir-duckdb-(\d+)-/;

/**
 * The path of a folder in `within` for what one DuckDB does not hold in memory; it is made and removed by DuckDB. No two
 * may share one: they would write over each other's rows, unnoticed (https://github.com/duckdb/duckdb/issues/15173).
 * Removes what processes that were killed have left.
 */
export async function spillFolder(within: string): Promise<string> {
  const names = await readdir(within).catch(() => []);
  const left = names.filter((name) => folderName.test(name) && !isAlive(Number(folderName.exec(name)![1])));
  await Promise.all(
    left.map((name) => rm(join(within, name), {recursive: true, force: true}).catch(() => {})) // another user's
  );
  return join(within, `weir-duckdb-${process.pid}-${randomUUID()}`);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
