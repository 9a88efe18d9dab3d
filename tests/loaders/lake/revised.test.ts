import assert from "node:assert/strict";
import {test} from "node:test";
import {type Lake, openLake} from "../../../loaders/lake.ts";
import {afterTest} from "../../support/after-test.ts";
import {fixtureLake} from "../../support/fixture-lake.ts";

const at = (text: string) => Date.parse(`2026-01-${text}Z`);
const reading = (time: string, value: number, more = {}) =>
  ({time: at(time), source: "gateway", series: "gateway/calls", value, quality: "good", ...more}) as const;
const event = (time: string, subject: string, rowKey: string | null, more = {}) => ({
  time: at(time),
  source: "calls",
  kind: "api",
  actor: null,
  subject,
  status: null,
  durationMs: null,
  bytes: null,
  rowKey,
  ...more
});

const valuesOf = async (lake: Lake) =>
  (await lake.sql<{value: number}>`SELECT value FROM readings ORDER BY time, value`).map(({value}) => value);

test("lake's readings are as last revised, and those deleted are left out", async (t) => {
  const {data, add} = fixtureLake(t);
  await add("readings", [reading("01T00:00", 1), reading("01T00:01", 2), reading("01T00:02", 3)]);
  await add("readings", [
    reading("01T00:01", 20, {revisedAt: at("02T00:00")}),
    reading("01T00:02", 0, {revisedAt: at("02T00:00"), deleted: true})
  ]);
  await add("readings", [
    reading("01T00:01", 200, {revisedAt: at("03T00:00")}),
    {...reading("01T00:00", 7), source: "another"}
  ]);
  const lake = await openLake({data});
  afterTest(t, () => lake.close());
  assert.deepEqual(await valuesOf(lake), [1, 7, 200]);
  const early = await openLake({data, commit: 2});
  afterTest(t, () => early.close());
  assert.deepEqual(await valuesOf(early), [1, 20]);
});

test("lake's readings count one that is back after it was deleted", async (t) => {
  const {data, add} = fixtureLake(t);
  await add("readings", [
    reading("01T00:00", 1),
    reading("01T00:00", 0, {revisedAt: 1000, deleted: true}),
    reading("01T00:00", 5, {revisedAt: 2000})
  ]);
  const lake = await openLake({data});
  afterTest(t, () => lake.close());
  assert.deepEqual(await valuesOf(lake), [5]);
});

test("lake's events are told apart by their rows, and by nothing where these are not known", async (t) => {
  const {data, add} = fixtureLake(t);
  await add("events", [event("01T00:00", "a", "1"), event("01T00:00", "b", "2"), event("01T00:00", "c", null)]);
  await add("events", [
    event("02T00:00", "A", "1", {revisedAt: at("02T00:00")}),
    event("02T00:00", "", "2", {revisedAt: at("02T00:00"), deleted: true}),
    event("01T00:00", "c", null),
    {...event("01T00:00", "d", "2"), source: "others"}
  ]);
  const lake = await openLake({data});
  afterTest(t, () => lake.close());
  const subjects = async (from: string, to: string) => {
    const rows = lake.rows("events", {from: at(from), to: at(to)});
    return (await lake.sql<{subject: string}>`SELECT subject FROM ${rows} ORDER BY subject`).map((row) => row.subject);
  };
  assert.deepEqual(await subjects("01T00:00", "03T00:00"), ["A", "c", "c", "d"]);
  assert.deepEqual(
    await subjects("01T00:00", "02T00:00"),
    ["c", "c", "d"],
    "what moved to another day is no more there"
  );
});

test("lake's readings of files from before there were revisions are as they were", async (t) => {
  const {data, add} = fixtureLake(t);
  const old = (value: number) =>
    `SELECT TIMESTAMP '2026-01-01 00:00' AS time, 'gateway' AS source, 'gateway/calls' AS series, ${value}::DOUBLE AS value, 'good' AS quality`;
  await add("readings", old(1));
  const before = await openLake({data});
  afterTest(t, () => before.close());
  assert.deepEqual(await valuesOf(before), [1]);
  await add("readings", [reading("01T00:00", 10, {revisedAt: 1000})]);
  const lake = await openLake({data});
  afterTest(t, () => lake.close());
  assert.deepEqual(await valuesOf(lake), [10]);
});
