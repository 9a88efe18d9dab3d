import assert from "node:assert/strict";
import {test} from "node:test";
import {seeded} from "../../support/random.ts";
import {serveFiles} from "../../support/serve-files.ts";
import {walkPages} from "../../support/walk-pages.ts";

test("readers who walk pages during publishes and rollbacks get each page of one snapshot", async (t) => {
  const {url, data} = await serveFiles(t);
  const walked = await walkPages({data, url, connections: 8, switches: 30, random: seeded(1)});
  assert.deepEqual([walked.errors, walked.mixed], [[], []]);
  assert.ok(walked.acrossSwitch > 10, `${walked.acrossSwitch} pages open across a switch`);
  assert.ok(walked.removed > 0, "retention removed snapshots meanwhile");
});
