import type {Follower} from "./follower.ts";
import {type GrowingBatch, GrowingBatchBuilder} from "./growing-batch.ts";
import {pageRows, readPages} from "./read-pages.ts";
import {isGone, Stretch} from "./stretch.ts";

/** What came late, changed or went in a stretch that was read before. */
export async function* compareStretch(stretch: Stretch, follower: Follower): AsyncIterable<GrowingBatch> {
  if (stretch.known) yield* changedRows(stretch, stretch.known, follower);
  else if (!(await recall(stretch, follower))) yield* allRows(stretch, follower);
}

/** Learns anew which rows a stretch holds, unless something has changed in it. */
async function recall(stretch: Stretch, follower: Follower): Promise<boolean> {
  const present = new Stretch(stretch.to, stretch.seen);
  for await (const rows of pagesOf(stretch, follower))
    for (const row of rows) {
      const {id, content} = follower.convert(row, (id) => present.has(id));
      present.set(id, content);
    }
  if (!present.equals(stretch)) return false;
  stretch.become(present);
  return true;
}

async function* changedRows(
  stretch: Stretch,
  known: Map<string, string>,
  follower: Follower
): AsyncIterable<GrowingBatch> {
  const {given, ordered} = follower;
  const batch = new GrowingBatchBuilder(follower);
  const present = new Set<string>();
  for await (const rows of pagesOf(stretch, follower)) {
    for (const row of rows) {
      const converted = follower.convert(row, (id) => present.has(id));
      const {id, content} = converted;
      present.add(id);
      const before = known.get(id);
      stretch.set(id, content);
      batch.add(converted, before, ordered.follow === ordered.key);
    }
    yield* batch.take();
  }
  const gone = [...known].filter(([id, content]) => !isGone(content) && !present.has(id));
  for (let start = 0; start < gone.length; start += pageRows) {
    for (const [id, content] of gone.slice(start, start + pageRows)) {
      stretch.drop(id);
      if (given.deletions && !content.startsWith("!")) batch.addDeleted(id);
    }
    yield* batch.take();
  }
}

/** All rows of a stretch in which something has changed, when it is forgotten what they were. */
async function* allRows(stretch: Stretch, follower: Follower): AsyncIterable<GrowingBatch> {
  const present = new Stretch(stretch.to, stretch.seen);
  let batch = new GrowingBatchBuilder(follower);
  for await (const rows of pagesOf(stretch, follower)) {
    yield* batch.take();
    batch = new GrowingBatchBuilder(follower);
    for (const row of rows) {
      const converted = follower.convert(row, (id) => present.has(id));
      present.set(converted.id, converted.content);
      batch.addAgain(converted);
    }
  }
  stretch.become(present); // with the last batch: until that is accepted they are to come again
  yield* batch.take();
}

const pagesOf = (stretch: Stretch, {database, ordered, window}: Follower) =>
  readPages(database, ordered, {after: window.before(stretch), upTo: stretch.to});
