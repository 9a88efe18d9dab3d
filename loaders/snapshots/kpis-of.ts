import type {FigureKpi} from "../../src/components/snapshot-figures.ts";
import type {LicencesPayload} from "../licences/licences-payload.ts";
import {mean} from "../math/mean.ts";
import type {QualityPayload} from "../quality/quality-payload.ts";
import type {RequestsPayload} from "../requests/requests-payload.ts";
import {round} from "../round.ts";
import type {CapacityPayload} from "../scaling/capacity-payload.ts";
import type {SystemPayload} from "../system/system-payload.ts";
import type {OutliersPayload} from "../water/outliers-payload.ts";
import type {SensorsPayload} from "../water/sensors-payload.ts";

export interface KpiPayloads {
  sensors?: SensorsPayload;
  outliers?: OutliersPayload;
  requests?: RequestsPayload;
  licences?: LicencesPayload;
  capacity?: CapacityPayload;
  system?: SystemPayload;
  quality?: QualityPayload;
}

/** A number of an area before it is known whose: id within the area, label, value, unit, observed time if its own. */
type Figure = [id: string, label: string, value: number | null | undefined, unit?: string, time?: number | null];

/** The numbers that a site's pages open with, area by area. */
export const kpisOf = ({
  sensors,
  outliers,
  requests,
  licences,
  capacity,
  system,
  quality
}: KpiPayloads): FigureKpi[] => [
  ...area("Sensors", sensors, sensorFigures),
  ...area("Outliers", outliers, outlierFigures),
  ...area("Requests", requests, requestFigures),
  ...area("Licences", licences, ({tiles}) => tiles.map(({id, label, value}): Figure => [id, label, value])),
  ...area("Capacity", capacity, capacityFigures),
  ...area("System", system, systemFigures),
  ...area("Data quality", quality, qualityFigures)
];

function area<Payload extends {meta: {observedThrough: number | null}}>(
  name: string,
  payload: Payload | undefined,
  figures: (payload: Payload) => Figure[]
): FigureKpi[] {
  if (!payload) return [];
  const {observedThrough} = payload.meta;
  return figures(payload).map(([id, label, value, unit = "", time = observedThrough]) => ({
    id: `${name.toLowerCase().replace(" ", "-")}/${id}`,
    area: name,
    label,
    unit,
    value: value ?? null,
    time
  }));
}

function sensorFigures({sensors}: SensorsPayload): Figure[] {
  const series = sensors.flatMap((sensor) => sensor.series);
  return [
    ...series.flatMap(({id, label, unit, latest, recent}): Figure[] => {
      const day = recent.actual.slice(-Math.round(86_400_000 / recent.step)).flatMap((value) => value ?? []);
      return [
        [`${id}/latest`, `${label}, latest`, latest.value, unit, latest.time],
        [`${id}/day`, `${label}, mean of 24 h`, round(mean(day)), unit, latest.time]
      ];
    }),
    ...sensors.flatMap(({id, series, night}): Figure[] => {
      const last = night?.nights.findLast((night) => night.mean !== null);
      return last ? [[`${id}/night`, `Night flow of ${id}, three nights`, last.mean, series[0]?.unit, last.time]] : [];
    })
  ];
}

function outlierFigures({series, episodes, omitted, counts, leaks}: OutliersPayload): Figure[] {
  const names = ["attention", "caution", "alert", "serious"];
  return [
    ["raised", "Series out of the ordinary", series.filter(({stage}) => stage > 0).length],
    ["episodes", "Episodes of 30 days", episodes.length + omitted],
    ...names.map(
      (name, i): Figure => [
        `stage-${i + 1}`,
        `Episodes at ${name}`,
        counts.reduce((sum, {stages}) => sum + stages[i]!, 0)
      ]
    ),
    ["leaks", "Leaks suspected", leaks.length]
  ];
}

const requestFigures = ({last24h, open}: RequestsPayload): Figure[] => [
  ["requested", "Requested in 24 h", last24h.requested],
  ["processed", "Processed in 24 h", last24h.processed],
  ["waiting", "Waiting", open.count],
  ["p50", "Half done within", last24h.delay?.p50, "min"],
  ["p95", "95 % done within", last24h.delay?.p95, "min"]
];

function capacityFigures({series, load, plan, replay}: CapacityPayload): Figure[] {
  const guarded = replay?.strategies.find(({name}) => name === "guarded");
  return [
    ["load", `${series?.label ?? "Load"}, latest`, load.latest?.value, series?.unit, load.latest?.time],
    ["peak", "Servers at the week's peak", plan?.peak.servers],
    ["saved", "Saved against constant, replayed", guarded && round(guarded.saved * 100), "%"],
    ["under", "Minutes under capacity, replayed", guarded?.minutesUnder, "min"]
  ];
}

const systemFigures = ({machine, sources}: SystemPayload): Figure[] => [
  ["fresh", "Sources fresh", sources.filter(({fresh, state}) => fresh && state !== "away").length],
  ...machine.series.map(({series, label, unit, latest}): Figure => [series, label, latest?.value, unit, latest?.time])
];

function qualityFigures({sources, series, rejects, datasets, files, check}: QualityPayload): Figure[] {
  const total = <Row>(rows: Row[], value: (row: Row) => number) => rows.reduce((sum, row) => sum + value(row), 0);
  return [
    ["rows", "Rows in the lake", total(datasets, ({rows}) => rows)],
    ["bytes", "Size of the lake", files.bytes, "B"],
    ["files", "Files of the lake", files.files],
    ["read", "Inputs read", total(sources, ({read}) => read)],
    ["rejects", "Rejects kept", rejects.total],
    ["rejects-today", "Rejected today", rejects.today],
    ["dropped", "Dropped", total(sources, ({dropped}) => dropped)],
    ["off", "Books off", sources.filter(({missing}) => missing !== 0).length, "", check?.at],
    ["gaps", "Gaps of 30 days", total(series, ({gaps}) => gaps)]
  ];
}
