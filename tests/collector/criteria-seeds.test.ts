import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {ConfigError, readConfig, settingsOf} from "../../collector/config.ts";
import {readCriteriaSeeds} from "../../collector/criteria-seeds.ts";
import {root} from "../support/root.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const fine = {median: [5], low: [4], high: [6]};

test("readCriteriaSeeds() names every mistake with the series and the key", (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(
    join(folder, "seeds.json"),
    JSON.stringify({
      "001/flow": fine,
      "002/flow": {median: [5], low: ["4"], high: [6]},
      "003/flow": {median: [5], low: [4]},
      "004/flow": {...fine, middle: [5]},
      "005/flow": {median: [5], low: [6], high: [7]},
      "006/flow": {median: [5, 5], low: [4, 4], high: [6, 6]},
      "007/flow": 5
    })
  );
  const {seeds, mistakes} = readCriteriaSeeds("seeds.json", folder);
  assert.deepEqual(seeds, {"001/flow": fine});
  assert.deepEqual(mistakes, [
    "seeds.json: 002/flow.low.0: wrong kind of value: string (write a number)",
    "seeds.json: 003/flow.high: missing (write a list)",
    "seeds.json: 004/flow.middle: unknown setting",
    "seeds.json: 005/flow: invalid seed: 5 is not within 6 to 7",
    "seeds.json: 006/flow: invalid seed: 2 medians (write 1, 24 or 168)",
    "seeds.json: 007/flow: wrong kind of value: number (write settings in braces)"
  ]);
  writeFileSync(join(folder, "seeds.json"), "[1");
  assert.match(readCriteriaSeeds("seeds.json", folder).mistakes.join(), /^seeds\.json: .*JSON/);
  assert.deepEqual(readCriteriaSeeds("none.json", folder).mistakes, ["none.json: no such file"]);
});

test("readConfig() reads the seed file beside it, and tells of its mistakes with its own", async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, "weir.config.ts");
  writeFileSync(file, `export default {title: 5, criteria: "seeds.json"};\n`);
  writeFileSync(join(folder, "seeds.json"), JSON.stringify({"001/flow": fine}));
  await assert.rejects(readConfig(file), (error: ConfigError) => error.mistakes.length === 1);
  writeFileSync(file, `export default {criteria: "seeds.json"};\n`);
  assert.deepEqual(settingsOf(await readConfig(file)).criteria, {"001/flow": fine});
  writeFileSync(join(folder, "seeds.json"), "{}x");
  await assert.rejects(readConfig(file), ConfigError);
});

test("weir.config.ts has typical values of every series of the plant", async () => {
  const {criteria, series} = settingsOf(await readConfig(join(root, "weir.config.ts")));
  const meters = series.filter(({unit}) => unit === "m³/h" || unit === "bar").map(({match}) => match);
  assert.deepEqual(Object.keys(criteria!).sort(), meters.sort());
});
