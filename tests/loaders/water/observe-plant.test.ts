import assert from "node:assert/strict";
import {test} from "node:test";
import {openLake} from "../../../loaders/lake.ts";
import {seedWalks} from "../../../loaders/outliers/seeded-walk.ts";
import {observePlant} from "../../../loaders/water/observe-plant.ts";
import {fixtureLake} from "../../support/fixture-lake.ts";

const now = Date.parse("2026-01-20T12:00Z");
const readings = `SELECT time, 'plant' AS source, '001/flow' AS series, 100 + minute(time) AS value, 'good' AS quality
  FROM range(TIMESTAMP '2026-01-10', TIMESTAMP '2026-01-20 12:00', INTERVAL 1 minute) AS r(time)`;

test("observePlant() sees no reading dated ahead, and no walk does", async (t) => {
  const {data, add} = fixtureLake(t);
  const seeds = async () => {
    const lake = await openLake({data, now});
    t.after(() => lake.close());
    return (await observePlant(lake)).series.map((series) => seedWalks("plant", {...series, offset: () => 0}, now));
  };
  await add("readings", readings);
  const before = await seeds();
  assert.equal(before.length, 1);
  const ahead = ["2026-01-20T13:00Z", "2099-01-01T00:00Z"].map((time) => Date.parse(time));
  for (const time of ahead)
    await add("readings", [{time, source: "plant", series: "001/flow", value: 5, quality: "good"}]);
  assert.deepEqual(await seeds(), before);
});
