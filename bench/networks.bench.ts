import {fitForecast} from "../loaders/forecast/fit-forecast.ts";
import {forecastFrom} from "../loaders/forecast/forecast-from.ts";
import {models} from "../loaders/forecast/models/index.ts";
import {lstmWithin} from "../loaders/forecast/models/lstm.ts";
import {backendOf} from "../loaders/forecast/network/network-model.ts";
import {head, type Regular} from "../loaders/forecast/regular.ts";
import {mean} from "../loaders/math/mean.ts";
import type {Bench, BenchContext, Row} from "./bench.ts";
import {minuteSeries} from "./support/minute-series.ts";

const day = 1440;
const heldOut = 28 * day;
/** Steps between held-out origins, so that every time of day takes its turn. */
const spacing = 607;
const horizons = [
  {horizon: 60, span: "an hour"},
  {horizon: day, span: "a day"}
];

/**
 * What `weir forecast` chooses among its models against an LSTM that learns for 20 minutes (WEIR_LSTM_MINUTES says
 * otherwise), for each of two series and two horizons: errors over four weeks that neither has seen.
 */
export const bench: Bench = {
  name: "networks",
  about: "the models that weir forecast chooses from against an LSTM of TensorFlow.js, on nine months of minutes",
  async run(context) {
    const minutes = Number(process.env.WEIR_LSTM_MINUTES ?? 20);
    if (!(minutes > 0)) throw new Error(`invalid WEIR_LSTM_MINUTES: ${minutes} (write a number above 0)`);
    const rows: Row[] = [];
    for (const {name, series} of minuteSeries())
      for (const {horizon, span} of horizons) {
        context.say(`${name}, ${span} ahead: choosing a model, and an LSTM for ${minutes} min`);
        rows.push(...(await compare(context, series, {what: `${name}, ${span} ahead`, horizon, minutes})));
      }
    return rows;
  }
};

interface Of {
  what: string;
  horizon: number;
  minutes: number;
}

async function compare({say}: BenchContext, series: Regular, {what, horizon, minutes}: Of): Promise<Row[]> {
  const known = head(series, series.values.length - heldOut);
  const began = performance.now();
  const fitted = await fitForecast(known, {horizon, candidates: models});
  if (!fitted) throw new Error(`too short: ${what}`);
  const chosen = performance.now();
  const lstm = lstmWithin(clock(minutes));
  const state = await lstm.fit(known, horizon);
  const learnt = performance.now();
  say(`${what}: chose ${fitted.model}; the LSTM learnt with the backend ${backendOf(state)}`);
  const error = errorOver(series, horizon, (history) => forecastFrom(fitted, history, models).mean);
  const rival = errorOver(series, horizon, (history) => lstm.forecast(state, history, horizon));
  return [
    {
      what: `${what}, mean absolute error`,
      value: error,
      unit: "",
      bar: {atMost: rival},
      rival: {name: "LSTM", value: rival}
    },
    {
      what: `${what}, learning and choosing`,
      value: (chosen - began) / 1000,
      unit: "s",
      rival: {name: "LSTM", value: (learnt - chosen) / 1000}
    }
  ];
}

/** The share of some minutes that is over; they begin when it is asked first. */
function clock(minutes: number): () => number {
  let began: number | undefined;
  return () => {
    began ??= performance.now();
    return (performance.now() - began) / (minutes * 60_000);
  };
}

/** Mean absolute error over origins all over the part that is held out. */
function errorOver({start, step, values}: Regular, horizon: number, say: (history: Regular) => Float64Array): number {
  const origins: number[] = [];
  for (let at = values.length - heldOut; at + horizon <= values.length; at += spacing) origins.push(at);
  return mean(
    origins.map((origin) => {
      const forecast = say(head({start, step, values}, origin));
      return mean(forecast.map((value, h) => Math.abs(value - values[origin + h]!)));
    })
  );
}
