import assert from "node:assert/strict";
import test from "node:test";
import {day, hour, minute} from "../../../data/demo/calendar.ts";
import {foldersAt} from "../../../data/demo/folders.ts";
import {licenceCalls, quietHours} from "../../../data/demo/licence-calls.ts";
import {models} from "../../../data/demo/licence-lives.ts";
import {licenceRegister, licenceVersions} from "../../../data/demo/licences.ts";
import {anchor} from "./fixture.ts";

const licencesAt = licenceRegister(anchor);

test("licenceRegister(anchor) grows from 40 licences to about 120, with bans and deletions on the way", () => {
  assert.equal(licencesAt(anchor - 365 * day).length, 40);
  assert.ok(Math.abs(licencesAt(anchor).length - 120) <= 5);
  const versions = licenceVersions(anchor);
  assert.ok(versions.filter(({deleted}) => deleted).length > 10);
  assert.ok(licencesAt(anchor).some(({banned}) => banned));
});

test("licenceVersions(anchor) ends where licenceRegister(anchor) begins", () => {
  const last = new Map(licenceVersions(anchor).map(({time, ...version}) => [version.key, version]));
  const standing = [...last.values()].filter(({deleted}) => !deleted).map(({deleted, ...state}) => state);
  const byKey = (a: {key: string}, b: {key: string}) => a.key.localeCompare(b.key);
  assert.deepEqual(standing.toSorted(byKey), licencesAt(anchor).toSorted(byKey));
});

test("licenceRegister(anchor) changes every few minutes after the anchor, and comes back to itself", () => {
  const seen = Array.from({length: 120}, (_, i) => JSON.stringify(licencesAt(anchor + i * minute)));
  const changes = seen.filter((state, i) => i > 0 && state !== seen[i - 1]).length;
  assert.ok(changes > 20, `${changes}`);
  const later = licenceRegister(anchor)(anchor + 400 * day);
  assert.ok(Math.abs(later.length - licencesAt(anchor).length) < 15);
});

test("licenceRegister(anchor) allows only models that exist, each once", () => {
  for (const {models: allowed} of licencesAt(anchor + hour)) {
    assert.ok(allowed.length > 0 && allowed.every((model) => models.includes(model)));
    assert.equal(new Set(allowed).size, allowed.length);
  }
});

test("foldersAt(time) has a folder for every model that is licensed, and changes slowly", () => {
  const licensed = new Set(licencesAt(anchor).flatMap((licence) => licence.models));
  const states = Array.from({length: 10}, (_, i) => foldersAt(anchor + i * hour));
  for (const {resources} of states) for (const model of licensed) assert.ok(resources.includes(model), model);
  assert.ok(new Set(states.map((state) => JSON.stringify(state))).size > 3);
});

test("licenceCalls(from, to) gives the same in one piece and in many, no two in one second", () => {
  const whole = [...licenceCalls(anchor, anchor + day)];
  const pieces = Array.from({length: 1440 * 4}, (_, i) => [
    ...licenceCalls(anchor + i * 15_000, anchor + (i + 1) * 15_000)
  ]);
  assert.deepEqual(pieces.flat(), whole);
  assert.equal(new Set(whole.map(({time}) => time)).size, whole.length);
});

test("licenceCalls(from, to) makes about 300,000 calls a year, few of them in the quiet hours", () => {
  const calls = [...licenceCalls(anchor - 365 * day, anchor)];
  assert.ok(Math.abs(calls.length - 320_000) < 40_000, `${calls.length}`);
  const quiet = calls.filter(({time}) => time % day >= quietHours.from && time % day < quietHours.to);
  assert.ok(quiet.length / calls.length < 0.03, `${quiet.length}`);
  const downloads = calls.filter(({api}) => api === "download").length;
  assert.ok(downloads > 0.1 * calls.length && downloads < 0.3 * calls.length);
});
