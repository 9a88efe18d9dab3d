import type {SnapshotFigures} from "../../src/components/snapshot-figures.ts";
import type {CapacityPayload} from "../scaling/capacity-payload.ts";
import type {OutliersPayload} from "../water/outliers-payload.ts";
import type {SensorsPayload} from "../water/sensors-payload.ts";
import {forecastsOf} from "./forecasts-of.ts";
import {type KpiPayloads, kpisOf} from "./kpis-of.ts";
import {planOf} from "./plan-of.ts";

/** What a site's pages draw, as far as it was built. */
export interface SitePayloads extends KpiPayloads {
  sensors?: SensorsPayload;
  outliers?: OutliersPayload;
  capacity?: CapacityPayload;
}

/** Names of the payloads that figures are taken from: `sensors` is the site's `data/sensors.json`. */
export const payloadNames = ["sensors", "outliers", "requests", "licences", "capacity", "system", "quality"] as const;

/** What a built site says, in figures; nothing is computed that its payloads do not hold. */
export const figuresOf = (payloads: SitePayloads): Omit<SnapshotFigures, "snapshot"> => ({
  version: 1,
  kpis: kpisOf(payloads),
  forecasts: forecastsOf(payloads),
  plan: planOf(payloads.capacity),
  findings: payloads.outliers ? findingsOf(payloads.outliers) : null
});

const findingsOf = ({from, to, episodes}: OutliersPayload): SnapshotFigures["findings"] => ({
  from,
  to,
  episodes: episodes.map(({time, to, series, detector, stage, reason}) => ({time, to, series, detector, stage, reason}))
});
