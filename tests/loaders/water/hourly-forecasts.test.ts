import assert from "node:assert/strict";
import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {parseConfig} from "../../../collector/config.ts";
import {keepForecasts} from "../../../collector/watch/keep-forecasts.ts";
import {codeVersion} from "../../../loaders/fitted/code-version.ts";
import {encodeFitted, fittedFolder, fittedName} from "../../../loaders/fitted/fitted-file.ts";
import {FittedModels} from "../../../loaders/fitted/fitted-models.ts";
import {fitForecast} from "../../../loaders/forecast/fit-forecast.ts";
import {seasonalNaive} from "../../../loaders/forecast/models/seasonal-naive.ts";
import {openLake} from "../../../loaders/lake.ts";
import {forecastHistory, forecastId} from "../../../loaders/water/forecast-history.ts";
import {
  encodeHourlyForecasts,
  hourlyForecastsFile,
  readHourlyForecasts
} from "../../../loaders/water/hourly-forecasts.ts";
import {observePlant, type PlantSeries} from "../../../loaders/water/observe-plant.ts";
import {seriesForecast} from "../../../loaders/water/series-forecast.ts";
import {root} from "../../support/root.ts";
import {anchor, plantLake} from "./plant-lake.ts";

const minute = 60_000;

test("keepForecasts() computes once what the site would, until the history or the model is another", async (t) => {
  const data = await plantLake(t);
  const open = async (now: number) => {
    const lake = await openLake({data, now});
    t.after(() => lake.close());
    return (await observePlant(lake)).series;
  };
  const series = await open(anchor);
  const one = series.find((each) => each.series === "001/flow")!;
  const history = forecastHistory(one, "days")!;
  const fitted = (await fitForecast(history, {horizon: 168, candidates: [seasonalNaive]}))!;
  const learn = (at: number) => {
    const about = {id: forecastId(one), label: "", unit: "", sources: ["plant"], span: "days" as const};
    const record = {code: codeVersion(join(root, "loaders")), at, series: about, fitted};
    writeFileSync(join(data, fittedFolder, fittedName(forecastId(one), "days")), encodeFitted(record));
  };
  mkdirSync(join(data, fittedFolder), {recursive: true});
  learn(1);
  const computed = (await seriesForecast(one, "days", new FittedModels(data)))!;

  process.env.WEIR_NOW = new Date(anchor).toISOString();
  t.after(() => delete process.env.WEIR_NOW);
  const config = parseConfig({sources: {}}, {root, env: {WEIR_DATA: data}});
  assert.equal(await keepForecasts(config, new AbortController().signal), series.length);
  const kept = readHourlyForecasts(data)!;
  const own = kept.forecasts.find((each) => each.series === "001/flow")!;
  assert.deepEqual(own.forecast, computed.forecast);
  assert.ok(own.key);
  const [other] = kept.forecasts.filter((each) => each.series !== "001/flow");
  assert.equal(other!.key, null, "nobody has trained a model for it, so the build fits the quick ones");

  // a mark in what is kept shows who uses it
  own.forecast.model = "kept";
  writeFileSync(hourlyForecastsFile(data), encodeHourlyForecasts(kept));
  const modelOf = async (observed: PlantSeries) =>
    (await seriesForecast({...observed}, "days", new FittedModels(data)))!.forecast.model;
  assert.equal(await modelOf(one), "kept");
  const earlier = (await open(anchor - 60 * minute)).find((each) => each.series === "001/flow")!;
  assert.equal(await modelOf(earlier), "seasonal naive", "another hour");
  learn(2);
  assert.equal(await modelOf(one), "seasonal naive", "learnt anew");
  learn(1);
  assert.equal(await modelOf(one), "kept");
  writeFileSync(hourlyForecastsFile(data), "spoilt");
  assert.equal(readHourlyForecasts(data), null);
  assert.equal(await modelOf(one), "seasonal naive");
});
