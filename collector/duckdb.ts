import {tmpdir} from "node:os";
import {type DuckDBConnection, DuckDBInstance} from "@duckdb/node-api";
import {spillFolder} from "../loaders/lake/spill-folder.ts";

/** An in-memory DuckDB for reading and writing files: UTC, no extensions to fetch, bounded memory. */
export async function connectDuckDB({threads = 1, memory = "256MB"} = {}): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(threads),
    memory_limit: memory,
    preserve_insertion_order: "false",
    // What it has freed goes back to the system soon: a collector shares a small machine.
    allocator_flush_threshold: "8MB",
    allocator_bulk_deallocation_flush_threshold: "8MB",
    temp_directory: await spillFolder(tmpdir()),
    // It would keep parts of every file that was read until the limit is reached; here files are read once.
    enable_external_file_cache: "false",
    autoinstall_known_extensions: "false"
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  return connection;
}

/** A text as an SQL literal, for the places that take no bound parameter (COPY targets). */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as a quoted SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
