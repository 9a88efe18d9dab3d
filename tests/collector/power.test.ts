import assert from "node:assert/strict";
import {test} from "node:test";
import {meetServer} from "../support/needs.ts";
import {cutEverywhere, scenarios} from "../support/power-cut/cut-everywhere.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

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
    const result = await cutEverywhere({scenario, folder: temporaryFolder(t), strace, every: 7, times: 3});
    assert.deepEqual(result.violations, []);
    assert.ok(result.new > 0 && (scenario === "first publish" || result.old > 0), JSON.stringify(result));
  });
