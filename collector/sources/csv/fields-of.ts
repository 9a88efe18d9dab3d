import {type Options, parse} from "csv-parse/sync";

/** The fields of records without their line ends; null for one with a quote where none may be. */
export function fieldsOf(records: string[], delimiter: string): (string[] | null)[] {
  const all = parsed(records, delimiter);
  return all ?? records.map((record) => parsed([record], delimiter)?.[0] ?? null);
}

function parsed(records: string[], delimiter: string): string[][] | null {
  const options: Options = {delimiter, record_delimiter: "\n", relax_column_count: true};
  try {
    const rows = parse(`${records.join("\n")}\n`, options) as string[][];
    return rows.length === records.length ? rows : null;
  } catch {
    return null;
  }
}
