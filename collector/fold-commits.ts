import type Database from "libsql";

/** So many of the newest commits are told apart: two months of one a minute. */
const keptCommits = 100_000;
/** SQLite looks through all files for each one that goes, and readings wait meanwhile. */
const mostAtOnce = 50;

/**
 * Folds old commits that no file names any more into the last one of their kind, which takes over their rows: sums,
 * watermarks and the newest number stay. To be called in a transaction.
 */
export function foldCommits(db: Database.Database, {kept = keptCommits} = {}): void {
  const past = db
    .prepare(
      `SELECT id, kind, rows FROM commits WHERE id <= (SELECT max(id) FROM commits) - ?
       AND id NOT IN (SELECT addedIn FROM files UNION SELECT removedIn FROM files WHERE removedIn IS NOT NULL)
       ORDER BY id LIMIT ?`
    )
    .all(kept, mostAtOnce) as {id: number; kind: string; rows: number}[];
  const drop = db.prepare("DELETE FROM commits WHERE id = ?");
  const lastOf = new Map<string, {id: number; rows: number}>();
  for (const {id, kind, rows} of past) {
    const folded = lastOf.get(kind);
    if (folded) drop.run(folded.id);
    lastOf.set(kind, {id, rows: rows + (folded?.rows ?? 0)});
  }
  const keep = db.prepare("UPDATE commits SET rows = ? WHERE id = ?");
  for (const {id, rows} of lastOf.values()) keep.run(rows, id);
}
