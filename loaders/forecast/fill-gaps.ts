import {type Regular, seasonsOf, without} from "./regular.ts";

/**
 * A series without gaps: leading ones are cut off, others take the value of the same time a week or a day before, else
 * after, else the value before them. A series of gaps alone becomes empty. What else is known takes that of a day before.
 */
export function fillGaps(series: Regular): Regular {
  const first = series.values.findIndex(Number.isFinite);
  if (first < 0) return {...series, values: new Float64Array(0), ...(series.exogenous && {exogenous: []})};
  const history = without(series, first);
  const {day, week} = seasonsOf(series.step);
  return {
    ...history,
    values: filled(history.values, [-week, -day, day, week, -1]),
    ...(history.exogenous && {
      exogenous: history.exogenous.map(({name, values}) => ({name, values: filled(values, [-day, -1, day, 1])}))
    })
  };
}

/** 0 at the beginning, where no value is found. */
function filled(values: Float64Array, lags: number[]): Float64Array {
  const copy = values.slice();
  for (let i = 0; i < copy.length; i++) {
    if (Number.isFinite(copy[i]!)) continue;
    const donor = lags.find((lag) => Number.isFinite(copy[i + lag])) ?? 0;
    copy[i] = Number.isFinite(copy[i + donor]!) ? copy[i + donor]! : 0;
  }
  return copy;
}
