import type {LakeStatus} from "../lake-status.ts";
import {textTable} from "../text-table.ts";

/** `weir lake status` for people: a table of datasets, a table of sources. */
export function lakeTable({datasets, sources, balanced, checked}: LakeStatus): string {
  const held = Object.entries(datasets).map(([name, d]) => [
    name,
    d.rows.toLocaleString("en"),
    String(d.files),
    `${(d.bytes / 2 ** 20).toFixed(1)} MiB`,
    d.from.slice(0, 16),
    d.to.slice(0, 16)
  ]);
  const books = Object.entries(sources).map(([name, s]) => [
    name,
    s.state,
    ...[s.read, s.committed, s.rejected, s.spooled, s.dropped].map((n) => n.toLocaleString("en")),
    s.lag_s === null ? "never" : `${s.lag_s} s`,
    s.message
  ]);
  return [
    textTable(["dataset", "rows", "files", "size", "from (UTC)", "to (UTC)"], held),
    textTable(["source", "state", "read", "committed", "rejected", "spooled", "dropped", "last", ""], books),
    `${balanced ? "the books balance" : "THE BOOKS DO NOT BALANCE"}: read = committed + rejected + spooled${
      checked ? `; last checked by a collector ${checked.slice(0, 19)}Z` : ""
    }\n`
  ].join("\n");
}
