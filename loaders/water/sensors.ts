import {FittedModels} from "../fitted/fitted-models.ts";
import type {Lake} from "../lake.ts";
import type {Finding} from "../outliers/finding.ts";
import {stageNames} from "../outliers/stage.ts";
import {quantity} from "../outliers/words.ts";
import {payloadMeta} from "../payload-meta.ts";
import {all} from "../phrases.ts";
import {detectAll, present} from "./detect.ts";
import {nightPayload} from "./night-payload.ts";
import {observePlant, type Plant, type PlantSeries} from "./observe-plant.ts";
import {plantNights} from "./plant-nights.ts";
import {sensorSeries} from "./sensor-series.ts";
import type {SensorPayload, SensorsPayload} from "./sensors-payload.ts";

/** Everything the sensors page draws first. */
export async function sensors(lake: Lake): Promise<SensorsPayload> {
  const plant = await observePlant(lake);
  const models = new FittedModels(lake.data);
  const payloads: SensorPayload[] = [];
  for (const id of new Set(plant.series.map((series) => series.sensor)))
    payloads.push(
      await sensor(
        id,
        plant.series.filter((series) => series.sensor === id),
        plant,
        models
      )
    );
  return {meta: await payloadMeta(lake, plant.sources), sentence: summary(payloads), sensors: payloads};
}

async function sensor(id: string, all: PlantSeries[], plant: Plant, models: FittedModels): Promise<SensorPayload> {
  const findings = new Map(all.map((series) => [series.series, detectAll(series, plant)]));
  const current = present([...findings.values()].flat(), plant.period.to);
  const flow = all.find((series) => series.quantity === "flow");
  const series = [];
  for (const one of all) series.push(await sensorSeries(one, plant, findings.get(one.series)!, models));
  return {
    id,
    source: all[0]!.source,
    stage: current[0]?.stage ?? 0,
    sentence: describe(id, all, current),
    series,
    night: flow ? nightPayload(plantNights(flow, plant), flow) : null
  };
}

function describe(id: string, series: PlantSeries[], [worst]: Finding[]): string {
  const values = series.map((one) => `${one.quantity} ${quantity(one.values.at(-1)!, one.unit)}`).join(", ");
  return worst ? `${id} is at ${stageNames[worst.stage]}: ${worst.reason}` : `${id} is normal: ${values}.`;
}

function summary(sensors: SensorPayload[]): string {
  if (sensors.length === 0) return "No data yet: no sensor has reported in the last 120 days.";
  const raised = sensors.filter(({stage}) => stage > 0).sort((a, b) => b.stage - a.stage);
  if (raised.length === 0) return `${all(sensors.length, "sensor")} normal.`;
  const calm = sensors.length - raised.length;
  const rest = calm === 0 ? "" : calm === 1 ? " One other sensor is normal." : ` The other ${calm} sensors are normal.`;
  return `${raised.map(({sentence}) => sentence).join(" ")}${rest}`;
}
