import assert from "node:assert/strict";
import {test} from "node:test";
import {zoneOffset} from "../../../loaders/math/zone-offset.ts";
import {leakNow} from "../../../loaders/outliers/leak.ts";
import {nightFlow} from "../../../loaders/outliers/night-flow.ts";
import {nightsOfFlow as flow, nightsStart as start} from "../../support/nights-of-flow.ts";

const dayMs = 86_400_000;

const until = (days: number) => start + days * dayMs;

test("nightFlow() finds a leak of a fifth within three nights", () => {
  for (let seed = 1; seed <= 10; seed++) {
    const nights = nightFlow(flow({days: 120, leakFrom: 100, leak: 0.2, seed}), () => 0, until(120));
    const found = nights.findIndex(({time, stage}) => time >= until(99) && stage >= 2);
    assert.ok(nights[found]!.time <= until(103), `seed ${seed}: ${new Date(nights[found]!.time).toISOString()}`);
    assert.ok(nights.slice(found + 1).every(({stage}) => stage >= 2));
  }
});

test("nightFlow() raises few false nights, in a falling season too", () => {
  let raised = 0;
  let judged = 0;
  for (let seed = 1; seed <= 20; seed++)
    for (const season of [0, -0.002, 0.002])
      for (const {stage, reference} of nightFlow(flow({days: 240, season, seed}), () => 0, until(240)).slice(90)) {
        if (reference !== null) judged++;
        if (stage >= 2) raised++;
      }
  assert.ok(raised / judged < 0.02, `${raised} of ${judged}`);
});

test("nightFlow() takes nights by local time and skips those with too few readings", () => {
  const series = flow({days: 60});
  series.values.fill(Number.NaN, 30 * 144 - 12, 30 * 144 + 12);
  const nights = nightFlow(series, zoneOffset("Europe/Rome"), until(60));
  assert.equal(new Date(nights[0]!.time).toISOString(), "2026-01-05T21:00:00.000Z");
  const hole = nights.findIndex(({time}) => time > until(29.5));
  assert.equal(nights[hole]!.minimum, null);
  assert.equal(nights[hole + 1]!.minimum !== null && nights[hole + 1]!.mean !== null, true);
  const spring = nightFlow({...series, start: Date.UTC(2026, 2, 20)}, zoneOffset("Europe/Rome"), Date.UTC(2026, 3, 5));
  assert.deepEqual(
    spring.slice(7, 11).map(({time}) => new Date(time).toISOString().slice(8, 13)),
    ["27T21", "28T21", "29T20", "30T20"]
  );
});

test("leakNow() estimates size, start and volume", () => {
  const leak = leakNow(nightFlow(flow({days: 120, leakFrom: 108, leak: 0.3, variation: 0.02}), () => 0, until(120)))!;
  assert.ok(Math.abs(leak.size - 9) < 2, `size ${leak.size}`);
  assert.ok(Math.abs(leak.since - until(107.9)) < 2 * dayMs);
  assert.ok(Math.abs(leak.volume - 12 * 24 * 9) < 700, `volume ${leak.volume}`);
  assert.equal(leakNow(nightFlow(flow({days: 120}), () => 0, until(120))), null);
  assert.equal(leakNow([]), null);
});

test("nightFlow() of a meter that has said nothing for ten minutes yet has no nights, rather than all since 1970", () => {
  const none = {start: 0, step: 600_000, values: new Float64Array()};
  assert.deepEqual(
    nightFlow(none, () => 0, Date.UTC(2026, 10, 21)),
    []
  );
});
