import assert from "node:assert/strict";
import {existsSync, readFileSync, statSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {isHashed} from "../../../collector/serve/find-in-site.ts";
import {Snapshots} from "../../../collector/snapshots.ts";
import type {SnapshotFigures, SnapshotIndex} from "../../../src/components/snapshot-figures.ts";
import {publishFiles} from "../../support/publish-files.ts";
import {sensorSite} from "../../support/site-payloads.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const hour = 3_600_000;
const noon = Date.UTC(2026, 10, 21, 12);

const indexOf = (data: string, id: string): SnapshotIndex =>
  JSON.parse(readFileSync(join(data, "snapshots", id, "site/_snapshots/index.json"), "utf8"));

test("publish() keeps what a snapshot says in figures, beside its site and in it", async (t) => {
  const data = temporaryFolder(t);
  const {id, files} = await publishFiles(sensorSite({now: noon, level: 100}), {data, now: noon, observedThrough: noon});
  const figures = new Snapshots(data).figures(id)!;
  assert.deepEqual(
    figures.kpis.map(({id, value, unit, time}) => [id, value, unit, time]),
    [
      ["sensors/001/flow/latest", 100, "m³/h", noon],
      ["sensors/001/flow/day", 100, "m³/h", noon]
    ]
  );
  assert.equal(figures.forecasts[0]!.mean.length, 168);
  assert.deepEqual([figures.plan, figures.findings, figures.snapshot.id], [null, null, id]);
  const {own, before, snapshots} = indexOf(data, id);
  assert.deepEqual([own, before, snapshots.length, snapshots[0]!.served], [id, null, 1, true]);
  const path = `_snapshots/${snapshots[0]!.figures}`;
  assert.ok(files[path] && files["_snapshots/index.json"] && isHashed(path));
  const inSite: SnapshotFigures = JSON.parse(readFileSync(join(data, "snapshots", id, "site", path), "utf8"));
  assert.deepEqual(inSite, figures);
});

test("publish() lists earlier snapshots with their figures, which it stores once", async (t) => {
  const data = temporaryFolder(t);
  const first = await publishFiles(sensorSite({now: noon, level: 100}), {data, now: noon});
  const second = await publishFiles(sensorSite({now: noon + hour, level: 96}), {data, now: noon + hour});
  const third = await publishFiles(sensorSite({now: noon + 2 * hour, level: 96}), {data, now: noon + 2 * hour});
  const {before, snapshots} = indexOf(data, third.id);
  assert.deepEqual(
    snapshots.map(({id}) => id),
    [third.id, second.id, first.id]
  );
  assert.equal(before, second.id);
  const oldest = snapshots[2]!.figures!;
  const inode = ({id}: {id: string}) => statSync(join(data, "snapshots", id, "site/_snapshots", oldest)).ino;
  assert.equal(inode(second), inode(third));
  assert.ok(snapshots.every(({bytes, newBytes}) => bytes >= newBytes && newBytes > 0));
});

test("publish() keeps figures of the snapshots that it removes, and lists them without their pages", async (t) => {
  const data = temporaryFolder(t);
  const ids: string[] = [];
  for (const n of [0, 1, 2, 3]) {
    const now = noon + 4 * n * hour;
    ids.push((await publishFiles(sensorSite({now, level: 100 + n}), {data, now, keep: 2})).id);
  }
  const snapshots = new Snapshots(data);
  assert.deepEqual(
    snapshots.list().map(({id}) => id),
    [ids[3], ids[2]]
  );
  assert.deepEqual(snapshots.pastIds(), [ids[1], ids[0]]);
  assert.equal(snapshots.figures(ids[0]!)!.forecasts[0]!.mean[0], 100);
  assert.deepEqual(
    indexOf(data, ids[3]!).snapshots.map(({id, served, figures}) => [id, served, figures !== null]),
    [
      [ids[3], true, true],
      [ids[2], true, true],
      [ids[1], false, true],
      [ids[0], false, true]
    ]
  );
});

test("publish() lists a snapshot from before figures were kept as one without", async (t) => {
  const data = temporaryFolder(t);
  const old = await publishFiles({"index.html": "old"}, {data, now: noon});
  assert.equal(new Snapshots(data).figures(old.id), null);
  const {id} = await publishFiles(sensorSite({now: noon + hour, level: 100}), {data, now: noon + hour});
  assert.deepEqual(
    indexOf(data, id).snapshots.map(({id, figures}) => [id, figures === null]),
    [
      [id, false],
      [old.id, true]
    ]
  );
});

test("publish() says which snapshot readers had been rolled back to", async (t) => {
  const data = temporaryFolder(t);
  const first = await publishFiles(sensorSite({now: noon, level: 100}), {data, now: noon});
  await publishFiles(sensorSite({now: noon + hour, level: 100}), {data, now: noon + hour});
  await new Snapshots(data).switchTo(first.id);
  const {id} = await publishFiles(sensorSite({now: noon + 2 * hour, level: 100}), {data, now: noon + 2 * hour});
  assert.equal(indexOf(data, id).before, first.id);
});

test("publish() goes on without figures when a payload is not Weir's own, and says so", async (t) => {
  const data = temporaryFolder(t);
  const said: string[] = [];
  const files = {"snapshots.html": "page", "_file/data/sensors.0123abcd.json": '{"sensors": 3}'};
  const {id} = await publishFiles(files, {data, now: noon, say: (line) => said.push(line)});
  assert.ok(said.some((line) => line.startsWith("no figures of this snapshot: ")));
  assert.equal(indexOf(data, id).snapshots[0]!.figures, null);
  assert.ok(!existsSync(join(data, "snapshots", id, "figures.json")));
});
