import {resolve} from "node:path";
import {type Batch, pause, type SourceContext, sourceKind} from "../source.ts";
import {type CsvOptions, csvOptions} from "./csv/csv-options.ts";
import {CsvReader} from "./csv/csv-reader.ts";
import {rejectedRow} from "./csv/row-outcome.ts";

/**
 * CSV files that are dropped into a folder or that grow: readings, events or requests, by the columns that their headers
 * name. Each row is read once, also when its file is renamed; a file with other content is read from its start. A row
 * counts when its line end is there, or when its file has not changed for ten polls. Rows that are no records are rejected
 * with file and line; columns that are not named in the options are not kept.
 */
export const csv = sourceKind({
  kind: "csv",
  about: "CSV files that are dropped in or that grow: readings, events or requests",
  options: csvOptions,
  example: `{kind: "csv", path: "exports/*.csv", dataset: "readings", columns: {time: "time"}, thing: "plant", values: {flow: "Q (l/s)"}}`,
  create: (given, root) => ({
    read: (context) => follow({...given, path: resolve(root, given.path)}, context),
    replay: (reject, context) =>
      ({dataset: given.dataset, records: rejectedRow(reject, given, context)}) as Pick<Batch, "dataset" | "records">
  })
});

async function* follow(given: CsvOptions, context: SourceContext): AsyncIterable<Batch> {
  const {signal, running} = context;
  const reader = new CsvReader(given, context);
  while (!signal.aborted) {
    yield* reader.poll();
    if (signal.aborted) return;
    running(`following ${given.path}`);
    await pause(given.every, signal);
  }
}
