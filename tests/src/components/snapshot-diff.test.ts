import assert from "node:assert/strict";
import {test} from "node:test";
import {snapshotDiff} from "../../../src/components/snapshot-diff.js";
import type {
  FigureFinding,
  FigureForecast,
  FigureKpi,
  FigurePlan,
  SnapshotFigures
} from "../../../src/components/snapshot-figures.js";

const hour = 3_600_000;
const day = 24 * hour;

const figures = (parts: Partial<SnapshotFigures>): SnapshotFigures => ({
  version: 1,
  snapshot: {
    id: "20261121T120000Z-00000000",
    builtAt: 0,
    observedThrough: null,
    files: 0,
    bytes: 0,
    newBytes: 0,
    good: true,
    notes: []
  },
  kpis: [],
  forecasts: [],
  plan: null,
  findings: null,
  ...parts
});

const kpi = (id: string, value: number | null): FigureKpi => ({
  id,
  area: "Sensors",
  label: id,
  unit: "bar",
  value,
  time: 0
});

const forecast = (start: number, mean: (number | null)[], model = "ridge"): FigureForecast => ({
  series: "001/flow",
  label: "Flow at 001",
  unit: "m³/h",
  model,
  start,
  step: hour,
  mean,
  lo90: mean,
  hi90: mean
});

const finding = (time: number, to: number, stage = 2, series = "001/flow"): FigureFinding => ({
  time,
  to,
  series,
  detector: "value",
  stage,
  reason: "out of the usual"
});

const kpisOf = (a: FigureKpi[], b: FigureKpi[]) => snapshotDiff(figures({kpis: a}), figures({kpis: b})).kpis;

test("snapshotDiff() tells each figure's difference and share, the largest change first whatever the unit", () => {
  const kpis = kpisOf(
    [kpi("same", 5), kpi("small", 1000), kpi("large", -4)],
    [kpi("same", 5), kpi("small", 1010), kpi("large", -2)]
  );
  assert.deepEqual(
    kpis.map(({id, a, b, difference, share}) => [id, a, b, difference, share]),
    [
      ["large", -4, -2, 2, 0.5],
      ["small", 1000, 1010, 10, 0.01],
      ["same", 5, 5, 0, 0]
    ]
  );
});

test("snapshotDiff() has no share of zero, and no difference from what one of them does not know", () => {
  const kpis = kpisOf(
    [kpi("zero", 0), kpi("gone", 3), kpi("unknown", null)],
    [kpi("zero", 2), kpi("new", 7), kpi("unknown", null)]
  );
  assert.deepEqual(
    kpis.map(({id, a, b, difference, share}) => [id, a, b, difference, share]),
    [
      ["zero", 0, 2, 2, null],
      ["gone", 3, null, null, null],
      ["new", null, 7, null, null],
      ["unknown", null, null, null, null]
    ]
  );
});

test("snapshotDiff() compares forecasts over the hours that both speak of, gaps left out", () => {
  const {forecasts} = snapshotDiff(
    figures({forecasts: [forecast(0, [50, 10, 20, null, 30])]}),
    figures({forecasts: [forecast(hour, [12, 18, 99, 30, 70], "blend")]})
  );
  assert.deepEqual(forecasts, [
    {
      series: "001/flow",
      label: "Flow at 001",
      unit: "m³/h",
      models: {a: "ridge", b: "blend"},
      hours: 3,
      mean: {a: 20, b: 20},
      share: 0,
      apart: 4 / 3
    }
  ]);
});

test("snapshotDiff() says so when forecasts share no hour, and when one of them has none", () => {
  const apart = snapshotDiff(figures({forecasts: [forecast(0, [1])]}), figures({forecasts: [forecast(day, [2])]}))
    .forecasts[0]!;
  assert.deepEqual([apart.hours, apart.mean, apart.share, apart.apart], [0, null, null, null]);
  const alone = snapshotDiff(figures({forecasts: [forecast(0, [1])]}), figures({})).forecasts[0]!;
  assert.deepEqual([alone.models, alone.hours], [{a: "ridge", b: null}, 0]);
});

test("snapshotDiff() compares plans figure by figure, and is silent where there is none", () => {
  const plan = (serverHours: number): FigurePlan => ({
    series: "gateway/calls",
    label: "API calls",
    unit: "calls/min",
    currency: "EUR",
    capacity: 100,
    steps: [{time: 0, servers: 2}],
    until: day,
    serverHours,
    cost: serverHours / 10,
    actions: 3,
    peak: {time: 0, servers: 2}
  });
  const changes = snapshotDiff(figures({plan: plan(100)}), figures({plan: plan(110)})).plan;
  assert.deepEqual(
    changes.map(({label, unit, difference}) => [label, unit, difference]),
    [
      ["Servers at the peak", "", 0],
      ["Server-hours", "h", 10],
      ["Cost", "EUR", 1],
      ["Starts and stops", "", 0]
    ]
  );
  assert.deepEqual(snapshotDiff(figures({}), figures({})).plan, []);
});

test("snapshotDiff() takes findings that overlap for the same, and leaves out what only one looked back to", () => {
  const {findings} = snapshotDiff(
    figures({
      findings: {
        from: 0,
        to: 10 * day,
        episodes: [
          finding(hour, 2 * hour),
          finding(5 * day, 5 * day + hour),
          finding(6 * day, 6 * day),
          finding(9 * day, 10 * day)
        ]
      }
    }),
    figures({
      findings: {
        from: day,
        to: 11 * day,
        episodes: [
          finding(5 * day - hour, 5 * day, 4),
          finding(9 * day, 11 * day),
          finding(9 * day, 9 * day, 1, "002/flow")
        ]
      }
    })
  );
  assert.deepEqual(
    [findings!.appeared.map(({series}) => series), findings!.gone.map(({time}) => time), findings!.kept],
    [["002/flow"], [6 * day], 2]
  );
  assert.deepEqual(
    findings!.moved.map(({from, to}) => [from.stage, to.stage]),
    [[2, 4]]
  );
  assert.equal(snapshotDiff(figures({findings: null}), figures({})).findings, null);
});
