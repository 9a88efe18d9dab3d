import {dayAhead} from "../../loaders/forecast/day-ahead.ts";
import {profile} from "../../loaders/forecast/models/profile.ts";
import type {Regular} from "../../loaders/forecast/regular.ts";
import {mean} from "../../loaders/math/mean.ts";
import {criteriaVersions} from "../../loaders/outliers/criteria-versions.ts";
import type {Observed, Period} from "../../loaders/outliers/detector.ts";
import {waves} from "./waves.ts";

const dayMs = 86_400_000;

export interface MinuteSeries {
  period: Period;
  /** Minutes from the start of the series, its values and times open to be spoilt. */
  times: Float64Array;
  values: Float64Array;
  /** As detectors see it, with what was spoilt by then. */
  observed(): Promise<Observed>;
}

/** Twelve weeks of a flow by the minute, of which the last two are looked at. */
export function minuteSeries({days = 84, watched = 14, seed = 7} = {}): MinuteSeries {
  const {start, values} = waves({days, step: 60_000, jitter: 0.1, seed});
  const times = values.map((_, i) => start + i * 60_000);
  const to = start + days * dayMs;
  const period = {from: to - watched * dayMs, to};
  return {
    period,
    times,
    values,
    async observed() {
      const tenMinutes = tenMinuteMeans(start, values);
      const expected = await dayAhead(profile, tenMinutes, start + 14 * dayMs);
      const kept = values.map((_, i) => i).filter((i) => !Number.isNaN(values[i]!));
      const readings = {times: kept.map((i) => times[i]!), values: kept.map((i) => values[i]!), offset: () => 0};
      return {
        series: "001/flow",
        unit: "m³/h",
        min: 0,
        max: 1000,
        ...readings,
        tenMinutes,
        expected,
        criteria: criteriaVersions(readings, period.to)
      };
    }
  };
}

function tenMinuteMeans(start: number, values: Float64Array): Regular {
  const plausible = values.map((value) => (value <= 1000 && value >= 0 ? value : Number.NaN));
  const means = Float64Array.from({length: values.length / 10}, (_, i) =>
    mean(plausible.subarray(10 * i, 10 * i + 10))
  );
  return {start, step: 600_000, values: means};
}
