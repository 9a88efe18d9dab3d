import type {ScalingSettings} from "../../data/settings.ts";
import {seriesSettings} from "../../data/settings.ts";
import {FittedModels} from "../fitted/fitted-models.ts";
import {loadId} from "../fitted/load-id.ts";
import type {Lake, PayloadMeta} from "../lake.ts";
import {payloadMeta} from "../payload-meta.ts";
import {rounded} from "../rounded.ts";
import {burstFactor} from "./burst-factor.ts";
import {capacitySentence} from "./capacity-sentence.ts";
import {type ComingPlan, comingPlan} from "./coming-plan.ts";
import {type LoadForecast, loadForecast} from "./load-forecast.ts";
import {loadHistory} from "./load-history.ts";
import {type LoadHours, loadHours} from "./load-hours.ts";
import {type LoadProfile, loadProfile, noLoad} from "./load-profile.ts";
import {type Replay, replay, type WhatIf, whatIf} from "./replay.ts";
import {replayedLoad} from "./replayed-load.ts";
import {seriesSources} from "./series-sources.ts";

/** What the capacity page draws. Times are UTC ms; hours and weekdays are those of the settings' time zone. */
export interface CapacityPayload {
  meta: PayloadMeta;
  sentence: string;
  /** null when weir.config.ts has no `scaling`. */
  series: {id: string; label: string; unit: string} | null;
  rules: ScalingSettings | null;
  load: LoadProfile;
  /** The load of up to a year by the hour; null without readings. */
  hours: LoadHours | null;
  /** null when the history is too short; so is what follows. */
  forecast: LoadForecast | null;
  plan: ComingPlan | null;
  /** Up to the last 14 days, with plans made from what was known before each day. */
  replay: Replay | null;
  whatIf: WhatIf[];
}

const none = {forecast: null};

export async function capacityPayload(lake: Lake): Promise<CapacityPayload> {
  const rules = lake.settings.scaling;
  const meta = await payloadMeta(lake, rules ? await seriesSources(lake, rules.series) : []);
  if (rules === null) return {...empty, meta, sentence: "No servers to plan: weir.config.ts has no `scaling`."};
  const {label, unit} = seriesSettings(lake.settings, rules.series);
  const series = {id: rules.series, label, unit};
  const load = await loadProfile(lake, rules.series);
  if (load.latest === null) return {...empty, meta, series, rules, sentence: `No load yet: ${rules.series}.`};
  const history = await loadHistory(lake, rules.series);
  const {forecast} = (await new FittedModels(lake.data).forecast(loadId(rules.series), "days", history.hours)) ?? none;
  const plan = forecast && comingPlan(forecast, burstFactor(history.minutes), rules);
  const past = replayedLoad(history.minutes, rules);
  const replayed = past && replay(past, rules);
  return rounded({
    meta,
    sentence: capacitySentence({series, load, plan, replay: replayed, zone: lake.settings.timeZone}),
    series,
    rules,
    load,
    hours: await loadHours(lake, rules.series),
    forecast: forecast && loadForecast(forecast),
    plan,
    replay: replayed,
    whatIf: past ? whatIf(past, rules) : []
  });
}

const empty = {
  series: null,
  rules: null,
  hours: null,
  forecast: null,
  plan: null,
  replay: null,
  whatIf: [],
  load: noLoad
};
