import assert from "node:assert/strict";
import {test} from "node:test";
import {findSnapshot} from "../../collector/find-snapshot.ts";
import {Snapshots} from "../../collector/snapshots.ts";
import {WrongUsage} from "../../collector/wrong-usage.ts";
import {publishFiles} from "../support/publish-files.ts";
import {sensorSite} from "../support/site-payloads.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const hour = 3_600_000;
const noon = Date.UTC(2026, 10, 21, 12);

test("findSnapshot() takes an id, its beginning, current and previous", async (t) => {
  const data = temporaryFolder(t);
  const ids: string[] = [];
  for (const n of [0, 1, 2]) ids.push((await publishFiles({"index.html": `${n}`}, {data, now: noon + n * hour})).id);
  const snapshots = new Snapshots(data);
  const of = (name: string) => findSnapshot(name, snapshots);
  assert.deepEqual([of(ids[0]!), of("20261121T13"), of("current"), of("previous")], [ids[0], ids[1], ids[2], ids[1]]);
  await snapshots.switchTo(ids[1]!);
  assert.deepEqual([of("current"), of("previous")], [ids[1], ids[0]]);
});

test("findSnapshot() finds one of which figures alone are kept", async (t) => {
  const data = temporaryFolder(t);
  const {id} = await publishFiles(sensorSite({now: noon, level: 100}), {data, now: noon, keep: 1});
  for (const n of [1, 2]) await publishFiles({"index.html": `${n}`}, {data, now: noon + n * hour, keep: 1});
  assert.equal(new Snapshots(data).get(id), undefined);
  assert.equal(findSnapshot("20261121T12", new Snapshots(data)), id);
});

test("findSnapshot() says what is wrong with a name, and what to do", async (t) => {
  const data = temporaryFolder(t);
  const of = (name: string) => () => findSnapshot(name, new Snapshots(data));
  assert.throws(of("current"), /^Error: no such snapshot: current \(there is none yet: make one with weir publish\)$/);
  const {id} = await publishFiles({"index.html": "1"}, {data, now: noon});
  assert.throws(of("previous"), new RegExp(`^Error: no snapshot before the current one: ${id} is the oldest$`));
  assert.throws(of("2025"), /^Error: no such snapshot: 2025 \(see: weir snapshots list\)$/);
  assert.throws(of(""), /^Error: no such snapshot: /);
  await publishFiles({"index.html": "2"}, {data, now: noon + hour});
  assert.throws(of("20261121T1"), (error) => error instanceof WrongUsage && /begins 2 ids/.test(error.message));
});
