import type {TableFile} from "./tables-index.js";

/** The files that hold so many of a table's newest rows, wherever in them these lie; spans may overlap. */
export function newestFiles(files: readonly TableFile[], rows: number): TableFile[] {
  const latestFirst = [...files].sort((a, b) => (b.from ?? 0) - (a.from ?? 0));
  let since = Number.POSITIVE_INFINITY;
  let left = rows;
  for (const file of latestFirst) {
    if (left <= 0) break;
    since = file.from ?? 0;
    left -= file.rows;
  }
  // enough rows are of this time or later, so that earlier ones are not among the newest
  return files.filter(({to}) => (to ?? 0) >= since);
}
