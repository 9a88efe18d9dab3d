import {timeOf} from "../values.ts";
import type {ConvertedRow} from "./converted-row.ts";
import type {Row} from "./database.ts";
import type {Follower} from "./follower.ts";
import {type GrowingBatch, GrowingBatchBuilder} from "./growing-batch.ts";
import {keyOf, pageRows, readPages} from "./read-pages.ts";

/** The rows beyond the window's end, which thereby moves on. */
export async function* readOn(follower: Follower): AsyncIterable<GrowingBatch> {
  const {database, ordered, context, window, convert, isKnown} = follower;
  const isByKey = ordered.follow === ordered.key;
  const moving = mayMove(follower);
  const batch = new GrowingBatchBuilder(follower);
  for await (const rows of readPages(database, ordered, {after: window.end})) {
    const now = context.now();
    for (const row of rows) {
      const stretch = window.extend(keyOf(row, ordered.follow), now);
      const converted = convert(row, (id) => isByKey && stretch.has(id));
      const {id, content} = converted;
      const before = window.loaded && moving ? window.contentOf(id) : stretch.known!.get(id);
      stretch.set(id, content);
      const cameAt = window.loaded ? now : timeBeforeLoading(row, converted, follower);
      stretch.seen = Math.max(stretch.seen, Math.min(now, cameAt));
      batch.add(converted, before, isByKey ? !moving || isKnown : window.isPast(cameAt, now));
    }
    window.loaded ||= rows.length < pageRows;
    window.trim();
    yield* batch.take();
  }
  window.loaded = true;
}

/** Whether what was read further back may come again beyond the end. */
const mayMove = ({ordered: {key, follow}, given}: Follower): boolean =>
  follow !== key || (given.dataset === "readings" && given.columns.time !== key);

/** When a row came or changed that was there before Weir: as the followed column tells, else as the record does. */
function timeBeforeLoading(row: Row, {output}: ConvertedRow, {ordered, given, utc}: Follower): number {
  const {key, follow} = ordered;
  if (follow === key) return "record" in output ? output.record.time : 0;
  try {
    return timeOf(row[follow], follow, utc.has(follow) ? "UTC" : given.timeZone);
  } catch {
    return Number.POSITIVE_INFINITY; // no time: it may have changed just now
  }
}
