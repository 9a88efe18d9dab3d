import type {Reject} from "../../../data/schema.ts";
import type {RejectedInput, ReplayContext} from "../../source.ts";
import {rawText} from "../shared/raw-text.ts";
import {type CsvOptions, columnsOf, privateColumns} from "./csv-options.ts";
import type {FileRow} from "./file-rows.ts";
import type {Header} from "./header.ts";
import {type CsvRecord, type Row, recordsOf} from "./row-converter.ts";

/** What comes of a row: records (none of a blank one), or one reject. */
export interface RowOutcome {
  records: CsvRecord[];
  rejects: RejectedInput[];
}

/** Turns the rows of a file into records or rejects. Of a reject, private cells are hashes. */
export function rowReader(
  name: string,
  {columns}: Header,
  given: CsvOptions,
  context: ReplayContext,
  observed: (id: string) => number
): (row: FileRow) => RowOutcome {
  const needed = columnsOf(given).map((column) => [column, columns.indexOf(column)] as const);
  const hidden = privateColumns(given);
  const shown = (row: Row) =>
    Object.entries(row).map(([column, cell]) => [column, cell && hidden.includes(column) ? context.hash(cell) : cell]);
  return ({line, content}) => {
    if (!content) return {records: [], rejects: []};
    const reject = (reason: string, raw: string) => ({
      records: [],
      rejects: [{reason, position: `${name} line ${line}`, raw}]
    });
    if ("problem" in content)
      return reject(content.problem, hidden.length ? "(not kept: it may hold private values)" : content.raw);
    const row: Row = Object.fromEntries(needed.map(([column, index]) => [column, content.fields[index]!.trim()]));
    try {
      return {records: recordsOf(row, given, context, observed), rejects: []};
    } catch (error) {
      return reject((error as Error).message, rawText(Buffer.from(JSON.stringify(Object.fromEntries(shown(row))))));
    }
  };
}

/** The records in what was kept of a rejected row. Throws the reason when it still is none, or not all of it was kept. */
export function rejectedRow({raw, time}: Reject, given: CsvOptions, context: ReplayContext): CsvRecord[] {
  const row = keptRow(raw);
  const unknown = columnsOf(given).filter((column) => !Object.hasOwn(row, column));
  if (unknown.length) throw new Error(`its cell was not kept, for it was not read then: ${unknown.join(", ")}`);
  return recordsOf(row, given, context, () => time);
}

function keptRow(raw: string): Row {
  try {
    return JSON.parse(raw) as Row;
  } catch (cause) {
    throw new Error("its cells were not kept, or not all of them", {cause});
  }
}
