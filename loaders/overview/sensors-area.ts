import type {Lake} from "../lake.ts";
import {outliers} from "../water/outliers.ts";
import type {Area, AreaStatus} from "./area.ts";

/** How the plant's sensors stand: at alert from stage 3 on. */
export async function sensorsArea(lake: Lake): Promise<Area> {
  const {meta, sentence, series, days} = await outliers(lake);
  const worst = Math.max(0, ...series.map(({stage}) => stage));
  return {
    id: "sensors",
    title: "Sensors",
    href: "/sensors",
    status: series.length === 0 ? "none" : statusOf(worst),
    sentence,
    headline: {
      value: series.length === 0 ? null : series.filter(({stage}) => stage > 0).length,
      unit: "",
      label: `of ${series.length} series out of the ordinary`
    },
    spark: series.length === 0 ? [] : days.map(({stages}) => stages.reduce((a, b) => a + b)),
    sparkLabel: "episodes a day, 30 days",
    simulated: meta.simulated,
    sources: meta.sources.map(({id}) => id)
  };
}

function statusOf(stage: number): AreaStatus {
  if (stage === 0) return "ok";
  return stage < 3 ? "attention" : "alert";
}
