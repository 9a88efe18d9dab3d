import assert from "node:assert/strict";
import {test} from "node:test";
import {soundLake} from "../../support/sound-lake.ts";

test("verify() names rows that two imports brought", async (t) => {
  const {import: importText, alter, problems} = await soundLake(t);
  await importText("time,series,value\n2025-12-31,a,2\n2025-12-31,b,2\n");
  assert.deepEqual(await problems(), []);
  alter("UPDATE files SET minTime = minTime + 1e12, maxTime = maxTime + 1e12 WHERE path LIKE 'readings/2025-12/%'");
  await importText("time,series,value\n2025-12-31,a,2\n2025-12-30,b,2\n");
  alter("UPDATE files SET minTime = minTime - 1e12, maxTime = maxTime - 1e12 WHERE minTime > 2e12");
  assert.deepEqual(await problems(), ["imported twice: readings/2025-12: 1 of its rows"]);
});
