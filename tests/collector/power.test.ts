import assert from "node:assert/strict";
import {test} from "node:test";
import {meetServer} from "../support/needs.ts";
import {cutEverywhere, type Scenario, scenarios} from "../support/power-cut/cut-everywhere.ts";
import {memoryFolder} from "../support/power-cut/memory-folder.ts";

function findStrace(): {strace: string; skip: false} | {strace: ""; skip: string} {
  try {
    return {strace: meetServer("strace", "strace", "strace"), skip: false};
  } catch (error) {
    return {strace: "", skip: (error as Error).message};
  }
}

const {strace, skip} = findStrace();

for (const scenario of scenarios)
  test(`a power cut during a ${scenario} leaves the old or the new snapshot, whole`, {skip}, async (t) => {
    const result = await cutEverywhere({scenario, folder: memoryFolder(t), strace, every: 7, times: 3});
    assert.deepEqual(result.violations, []);
    assert.ok(result.new > 0 && (scenario === "first publish" || result.old > 0), JSON.stringify(result));
  });

const lost: {what: string; scenario: Scenario; isLost: (path: string) => boolean}[] = [
  {what: "the pages", scenario: "publish", isLost: (path) => path.endsWith(".html")},
  {what: "the manifest", scenario: "publish", isLost: (path) => path.endsWith("/manifest.json")},
  {what: "the folders of a site", scenario: "first publish", isLost: (path) => path.endsWith("/site")},
  {what: "the folder of snapshots", scenario: "first publish", isLost: (path) => path.endsWith("/snapshots")},
  {what: "the folder of snapshots", scenario: "publish", isLost: (path) => path.endsWith("/snapshots")},
  {what: "the folder of snapshots", scenario: "rollback", isLost: (path) => path.endsWith("/snapshots")}
];

for (const {what, scenario, isLost} of lost)
  test(`cutEverywhere() finds fault with a ${scenario} that does not sync ${what}`, {skip}, async (t) => {
    const folder = memoryFolder(t);
    const {violations} = await cutEverywhere({scenario, folder, strace, every: 3, times: 4, isLost});
    assert.ok(violations.length > 0);
  });
