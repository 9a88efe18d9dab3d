import {rollbackTo} from "../../../collector/commands/snapshots.ts";
import {publishFiles, type SiteFiles} from "../publish-files.ts";

/** Hour by hour, the n-th snapshot of a small site, of which two are kept. */
export function publishNth(n: number, data: string) {
  const rows = JSON.stringify({n, filler: "row ".repeat(200)});
  const files: SiteFiles = {
    "index.html": `<html><head></head><body>${n}</body></html>`,
    "snapshots.html": `<html><head></head><body>${n}</body></html>`,
    [`_file/data/rows.${String(n).padStart(8, "0")}.json`]: rows,
    "_npm/library@1.0.0/0badcafe.js": "export const shared = 1;\n".repeat(50)
  };
  return publishFiles(files, {data, keep: 2, now: Date.UTC(2026, 10, 21, n)});
}

const [what, data] = process.argv.slice(2);
if (what === "publish") await publishNth(4, data!);
if (what === "rollback")
  await rollbackTo({root: data!, data: data!, publish: {targets: {}}}, "previous", {say: () => {}});
