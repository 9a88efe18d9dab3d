import {type Night, nightFlow} from "../outliers/night-flow.ts";
import type {Plant, PlantSeries} from "./observe-plant.ts";

const known = new WeakMap<PlantSeries, Night[]>();

/** All nights of a series of flow up to the end of the period, judged once however often they are asked for. */
export function plantNights(series: PlantSeries, {period}: Pick<Plant, "period">): Night[] {
  const nights = known.get(series) ?? nightFlow(series.tenMinutes, series.offset, period.to);
  known.set(series, nights);
  return nights;
}
