import assert from "node:assert/strict";
import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {codeVersion} from "../../../loaders/fitted/code-version.ts";
import {encodeFitted, fittedFolder, fittedName} from "../../../loaders/fitted/fitted-file.ts";
import {FittedModels} from "../../../loaders/fitted/fitted-models.ts";
import {spans} from "../../../loaders/fitted/span.ts";
import {fitForecast} from "../../../loaders/forecast/fit-forecast.ts";
import {seasonalNaive} from "../../../loaders/forecast/models/seasonal-naive.ts";
import {root} from "../../support/root.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {waves} from "../../support/waves.ts";

const id = "plant:../001/flow";
const series = {id, label: "Flow", unit: "m³/h", sources: ["plant"], span: "days" as const};
const history = waves({days: 40});
const present = codeVersion(join(root, "loaders"));
const fitted = (await fitForecast(history, {horizon: spans.days.horizon, candidates: [seasonalNaive]}))!;

/** A data folder that holds what was learnt. */
function trained(t: TestContext, {code = present} = {}): {data: string; path: string} {
  const data = temporaryFolder(t);
  const path = join(data, fittedFolder, fittedName(id, "days"));
  mkdirSync(join(data, fittedFolder));
  writeFileSync(path, encodeFitted({code, at: 5, series, fitted}));
  return {data, path};
}

test("FittedModels.forecast() uses what was learnt", async (t) => {
  const {data, path} = trained(t);
  assert.ok(path.startsWith(join(data, fittedFolder)), "an id cannot lead out of the folder");
  const {trained: isTrained, forecast} = (await new FittedModels(data).forecast(id, "days", history))!;
  assert.ok(isTrained);
  assert.equal(forecast.model, "seasonal naive");
  assert.deepEqual(new FittedModels(data).all(), [{code: present, at: 5, series, fitted}]);
});

test("FittedModels.forecast() fits the quick models where nothing was learnt, and by the minute none", async (t) => {
  const models = new FittedModels(temporaryFolder(t));
  const {trained: isTrained, forecast} = (await models.forecast(id, "days", history))!;
  assert.ok(!isTrained);
  assert.notEqual(forecast.model, "seasonal naive");
  assert.equal(await models.forecast(id, "minutes", waves({days: 3, step: 60_000})), null);
  assert.deepEqual(models.all(), []);
});

test("FittedModels.read() takes nothing that other code has learnt, or that is damaged", (t) => {
  assert.equal(new FittedModels(trained(t, {code: "older"}).data).read(id, "days"), null);
  const {data, path} = trained(t);
  const file = readFileSync(path);
  for (const damaged of [file.subarray(0, -1), Buffer.alloc(0), Buffer.from("weir model 9 "), flipped(file)]) {
    writeFileSync(path, damaged);
    assert.equal(new FittedModels(data).read(id, "days"), null);
  }
});

function flipped(file: Buffer): Buffer {
  const copy = Buffer.from(file);
  copy[copy.length >> 1]! ^= 1;
  return copy;
}
