import assert from "node:assert/strict";
import {existsSync, readdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {fittedFolder} from "../../loaders/fitted/fitted-file.ts";
import {openLake} from "../../loaders/lake.ts";
import {trainedForecasts, trainedModels} from "../../loaders/models/trained-models.ts";
import {sensors} from "../../loaders/water/sensors.ts";
import {anchor, plantLake} from "../loaders/water/plant-lake.ts";
import {runWeir} from "../support/run-weir.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";
import {waitFor} from "../support/wait-for.ts";

const envOf = (data: string) => ({WEIR_DATA: data, WEIR_NOW: new Date(anchor).toISOString()});

test("weir train fits every series of the plant over every span, and the pages use it", async (t) => {
  const data = await plantLake(t);
  const env = envOf(data);
  const untrained = await openLake({data, now: anchor});
  t.after(() => untrained.close());
  const before = await trainedModels(untrained);
  assert.match(before.sentence, /^No model has been trained yet/);
  assert.deepEqual([trainedForecasts(untrained), before.trainedAt], [[], null]);

  const {code, stdout, stderr} = await runWeir(t, ["train", "--json"], {env}).exit;
  assert.equal(code, 0, stderr);
  const done = JSON.parse(stdout) as {id: string; span: string; model: string}[];
  assert.equal(done.length, 18);
  assert.equal(readdirSync(join(data, fittedFolder)).length, 18, "nothing but what was learnt");

  const lake = await openLake({data, now: anchor});
  t.after(() => lake.close());
  const page = await trainedModels(lake);
  const forecasts = trainedForecasts(lake);
  assert.equal(forecasts.length, 18);
  assert.match(page.sentence, /^Half of the 18 forecasts err at least \d+ % less than repeating the day before/);
  for (const {model, candidates, newest, step} of forecasts) {
    assert.equal(candidates[0]!.model, model);
    for (const {said, errorByStep} of candidates) assert.equal(said.length, errorByStep.length);
    assert.equal(newest!.start + newest!.actual.length * step <= anchor, true);
  }
  const {sensors: meters} = await sensors(lake);
  for (const {nextHour, nextHours, forecast} of meters.flatMap(({series}) => series)) {
    assert.deepEqual([nextHour!.mean.length, nextHours!.mean.length, forecast!.mean.length], [60, 36, 168]);
    assert.equal(nextHour!.past.start + nextHour!.past.actual.length * 60_000, nextHour!.start);
  }
});

test("weir train forgets series that are gone, and says when there is nothing to learn from", async (t) => {
  const data = temporaryFolder(t);
  const {code, stderr} = await runWeir(t, ["train"], {env: envOf(data)}).exit;
  assert.equal(code, 0, stderr);
  assert.match(stderr, /nothing to train: the lake has no series that the site forecasts/);
  const old = join(data, fittedFolder, "plant%3Agone%2Fflow days.model");
  writeFileSync(old, "");
  assert.equal((await runWeir(t, ["train", "--json"], {env: envOf(data)}).exit).stdout, "[]\n");
  assert.ok(!existsSync(old));
});

test("weir train that is killed leaves what was learnt before, and no lock", async (t) => {
  const data = await plantLake(t);
  const training = runWeir(t, ["train"], {env: envOf(data)});
  const models = () => readdirSync(join(data, fittedFolder)).filter((name) => name.endsWith(".model")).length;
  await waitFor(() => existsSync(join(data, fittedFolder)) && models() > 0, {
    message: () => `a first model: ${training.stderr}`,
    withinMs: 120_000
  });
  const second = await runWeir(t, ["train"], {env: envOf(data)}).exit;
  assert.equal(second.code, 1);
  assert.match(second.stderr, /data folder in use: .*train by process \d+/);
  training.kill("SIGKILL");
  await training.exit;
  const lake = await openLake({data, now: anchor});
  t.after(() => lake.close());
  assert.ok(trainedForecasts(lake).length > 0);
});
