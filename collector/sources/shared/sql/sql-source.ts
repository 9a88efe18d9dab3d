import type {Reject} from "../../../../data/schema.ts";
import {type Batch, pause, type ReplayContext, type Source, type SourceContext} from "../../../source.ts";
import {rejectedRecord} from "./converted-row.ts";
import type {Connect, SqlDatabase} from "./database.ts";
import {growingTable} from "./growing-table.ts";
import {licenceTable} from "./licence-table.ts";
import type {Table} from "./table-options.ts";

/**
 * Follows one table of a SQL database, whichever product it is.
 *
 * @param hasInstants whether columns may be in UTC whatever zone the options name, which the database alone can tell
 */
export const sqlSource = (table: Table, connect: Connect, {hasInstants = false} = {}): Source => ({
  replay: (reject, context) => replay(reject, table, hasInstants, context),
  async *read(context): AsyncIterable<Batch> {
    const {signal} = context;
    const changes = changesOf(table, context);
    let database: SqlDatabase | null = null;
    const close = () => database?.close(); // a statement under way is not waited for
    signal.addEventListener("abort", close);
    try {
      while (!signal.aborted) {
        database = await connect(database);
        yield* changes(database);
        context.running(`following table ${table.table}`);
        await pause(table.every, signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      signal.removeEventListener("abort", close);
      await database?.close();
    }
  }
});

const changesOf = (table: Table, context: SourceContext): ((database: SqlDatabase) => AsyncIterable<Batch>) =>
  table.dataset === "licences" ? licenceTable(table, context) : growingTable(table, context);

function replay({reason, raw}: Reject, table: Table, hasInstants: boolean, context: ReplayContext) {
  if (table.dataset === "licences") throw new Error("not needed, for the whole table is read again at every start");
  if (reason.endsWith("occurs twice")) throw new Error("another row was taken in its place");
  if (hasInstants && table.timeZone !== "UTC") throw new Error("the zone of its time is known to the database alone");
  return {dataset: table.dataset, records: [rejectedRecord(raw, table, context)]} as Pick<Batch, "dataset" | "records">;
}
