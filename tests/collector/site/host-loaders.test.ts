import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {runLoaders} from "../../../collector/site/run-loaders.ts";
import {fixtureLake} from "../../support/fixture-lake.ts";
import {fixtureSite} from "../../support/fixture-site.ts";
import {root as checkout} from "../../support/root.ts";

/** A loader that tells its process and lake, and closes the lake as every loader does. */
const telling = `
import {openLake} from "${checkout}/loaders/lake.ts";
const lake = await openLake();
const [{count}] = await lake.sql\`SELECT count(*) AS count FROM readings\`;
process.stdout.write(JSON.stringify({pid: process.pid, now: lake.now, count}));
lake.close();`;
const failing = `import "${checkout}/loaders/lake.ts";\nthrow new Error("no such series: 009/flow");`;

test("runLoaders() runs what reads the lake in two processes at one instant, and what fails there by itself", async (t) => {
  const {root} = fixtureSite(t, {
    "loaders/host.ts": `import "${checkout}/loaders/host.ts";`,
    "src/index.md": '"data/a.json" "data/b.json" "data/c.json" "data/d.json"',
    "src/data/a.json.ts": telling,
    "src/data/b.json.ts": telling,
    "src/data/c.json.ts": failing,
    "src/data/d.json.ts": telling
  });
  const lake = fixtureLake(t);
  await lake.add("readings", [
    {time: Date.now() - 1000, source: "plant", series: "001/flow", value: 1, quality: "good"}
  ]);

  const {failures} = await runLoaders({root, data: lake.data, say() {}});
  const [a, b, d] = ["a", "b", "d"].map((name) =>
    JSON.parse(readFileSync(join(root, `src/.observablehq/cache/data/${name}.json`), "utf8"))
  );
  assert.equal(a.count, 1);
  assert.deepEqual([b.count, b.now, d.count, d.now], [1, a.now, 1, a.now]);
  assert.ok(new Set([a.pid, b.pid, d.pid]).size <= 2);
  assert.deepEqual(
    failures.map(({loader, reason, since}) => ({loader, reason, since})),
    [{loader: "src/data/c.json.ts", reason: "Error: no such series: 009/flow", since: null}]
  );
});
