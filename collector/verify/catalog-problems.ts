import {type Dataset, datasets} from "../../data/schema.ts";
import type {Audit, AuditFile} from "./audit.ts";
import {iso} from "./iso.ts";

/** What a catalog says that cannot be, whatever the files hold. */
export function catalogProblems(audit: Audit, {schema = datasets} = {}): string[] {
  return [
    ...audit.damage.map((line) => `damaged catalog: ${line}`),
    ...audit.files.flatMap((file) => placeProblems(file, schema[file.dataset])),
    ...rowProblems(audit),
    ...spoolRangeProblems(audit),
    ...sameContent(audit.files)
  ];
}

/** A file lies below its dataset and version, in the day or month of all its records. */
function placeProblems({path, dataset, minTime, maxTime}: AuditFile, known: Dataset | undefined): string[] {
  if (!known) return [`unknown dataset: ${path}: ${dataset}`];
  const [, folder, partition] = /^([^/]+)\/(?:v\d+\/)?(\d{4}-\d{2}(?:-\d{2})?)\/[^/]+$/.exec(path) ?? [];
  if (folder !== dataset || !partition) return [`wrong place: ${path}: a file of ${dataset}`];
  const outside = [minTime, maxTime].map(iso).find((t) => !t.startsWith(partition));
  return outside ? [`wrong place: ${path}: holds a record of ${outside}`] : [];
}

/** The commits account for every row, and merging neither adds nor loses one. */
function rowProblems({files, commits}: Audit): string[] {
  const held = files.reduce((sum, {rows}) => sum + rows, 0);
  const expected = commits.reduce((sum, {rows}) => sum + rows, 0);
  const merges = commits.filter(({kind, rows}) => kind === "compact" && rows !== 0);
  return [
    ...merges.map(({id, rows}) => `merge changed the rows: commit ${id}: ${rows > 0 ? "+" : ""}${rows}`),
    ...(held === expected ? [] : [`wrong number of rows in the lake: ${held}, its commits add up to ${expected}`])
  ];
}

/** Every batch of the spool is in one commit: watermarks rise, and a file's name tells the range between two of them. */
function spoolRangeProblems({files, removed, commits}: Audit): string[] {
  const problems: string[] = [];
  const ranges = new Map<number, {after: number; through: number}>();
  let after = 0;
  for (const {id, watermark} of commits) {
    if (watermark === null) continue;
    if (watermark <= after)
      problems.push(`batches taken twice: commit ${id} ends at ${watermark}, one before it at ${after}`);
    ranges.set(id, {after, through: watermark});
    after = Math.max(after, watermark);
  }
  for (const {path, addedIn} of [...files, ...removed]) {
    const [, first, last] = /\/spool-(\d+)-(\d+)\.parquet$/.exec(path) ?? [];
    const range = ranges.get(addedIn);
    if (first && !(range && Number(first) > range.after && Number(last) === range.through))
      problems.push(`batches taken twice: ${path}: not what commit ${addedIn} took from the spool`);
  }
  return problems;
}

/** Files of more than one record with the very same bytes: something was written twice. */
function sameContent(files: AuditFile[]): string[] {
  const first = new Map<string, string>();
  return files.flatMap(({path, dataset, rows, bytes, crc32c}) => {
    if (typeof crc32c !== "number" || rows < 2) return [];
    const content = [dataset, rows, bytes, crc32c].join();
    const before = first.get(content);
    first.set(content, before ?? path);
    return before ? [`same records twice: ${before} and ${path}`] : [];
  });
}
