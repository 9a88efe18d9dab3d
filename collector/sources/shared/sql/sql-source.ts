import {type Batch, pause, type Source, type SourceContext} from "../../../source.ts";
import type {Connect, SqlDatabase} from "./database.ts";
import {readGrowingTable} from "./growing-table.ts";
import {readLicenceTable} from "./licence-table.ts";
import type {Table} from "./table-options.ts";

/** Follows one table of a SQL database, whichever product it is. */
export const sqlSource = (table: Table, connect: Connect): Source => ({
  async *read(context): AsyncIterable<Batch> {
    const {signal} = context;
    let database: SqlDatabase | null = null;
    let {cursor} = context;
    try {
      while (!signal.aborted) {
        database = await connect(database);
        for await (const batch of changes(database, table, {...context, cursor})) {
          yield batch;
          cursor = batch.cursor;
        }
        context.running(`following table ${table.table}`);
        await pause(table.every, signal);
      }
    } finally {
      await database?.close();
    }
  }
});

const changes = (database: SqlDatabase, table: Table, context: SourceContext): AsyncIterable<Batch> =>
  table.dataset === "licences"
    ? readLicenceTable(database, table, context)
    : readGrowingTable(database, table, context);
