import type {TargetSettings} from "../../../../collector/config/publish-settings.ts";
import {deliver} from "../../../../collector/publish/deliver.ts";
import {readTargetState, type TargetTry} from "../../../../collector/publish/targets/target-state.ts";
import type {Snapshot} from "../../../../collector/snapshots.ts";
import {publishFiles, type SiteFiles} from "../../../support/publish-files.ts";

export const noon = Date.UTC(2026, 10, 21, 12);
export const minute = 60_000;
export const hour = 60 * minute;

/** Times of a target that a test does not care about. */
export const times = {grace: hour, timeout: hour};

/** A small site as Framework lays them out, with files that `n` changes and files that it leaves. */
export const site = (n: number): SiteFiles => ({
  "index.html": `<html><head></head><body>home ${n}</body></html>`,
  "licences.html": `<html><head></head><body>licences ${n}</body></html>`,
  "guide/index.html": "<html><head></head><body>guide</body></html>",
  [`_file/data/rows.0000000${n}.json`]: JSON.stringify({n, rows: "row ".repeat(500)}),
  "_file/data/odd name+ä&'(1).0badcafe.csv": "a,b\n1,2\n",
  "_npm/@duckdb/wasm@1.29.0/library.0badcafe.js": "export const shared = 1;\n".repeat(50)
});

/** Publishes the n-th site, an hour after the one before, or when it is said, into one target called `there`. */
export async function publishTo(
  target: TargetSettings,
  data: string,
  n: number,
  {at = noon + n * hour, say = (_line: string): void => {}} = {}
): Promise<{snapshot: Snapshot; attempt: TargetTry}> {
  const snapshot = await publishFiles(site(n), {data, now: at, targets: {there: target}, say});
  return {snapshot, attempt: lastTry(target, data)};
}

export const lastTry = (target: TargetSettings, data: string): TargetTry =>
  readTargetState(data, "there", target).tries[0]!;

/** Brings the current snapshot to it once more. */
export async function deliverAgain(target: TargetSettings, data: string, at: number): Promise<TargetTry> {
  await deliver({root: data, data, targets: {there: target}, say: () => {}}, {now: () => at});
  return lastTry(target, data);
}
