import assert from "node:assert/strict";
import {join} from "node:path";
import test, {type TestContext} from "node:test";
import Database from "libsql";
import {day, hour, minute, sqlTime} from "../../../../data/demo/calendar.ts";
import {licenceCalls} from "../../../../data/demo/licence-calls.ts";
import {licenceRegister} from "../../../../data/demo/licences.ts";
import {licenceServer} from "../../../../data/demo/live/licence-server.ts";
import {gatewayTraffic} from "../../../../data/demo/traffic.ts";
import {anchor, temporaryFolder} from "../fixture.ts";

function server(t: TestContext) {
  const path = join(temporaryFolder(t), "licence-server.db");
  const running = licenceServer(path, anchor);
  const reader = new Database(path, {readonly: true});
  t.after(() => reader.close());
  const all = <Row>(query: string) => reader.prepare(query).all() as Row[];
  return {path, running, all};
}

const log = "SELECT api_name, access_time FROM license_log ORDER BY id";
const licences = "SELECT key, HWID, serverName, allowModels, banned, discordID FROM polygon_manager ORDER BY key";

test("licenceServer(path) begins where the history ends, with the licences of the anchor", (t) => {
  const {running, all} = server(t);
  t.after(() => running.stop());
  running.tick(anchor);
  assert.deepEqual(all(log), []);
  assert.deepEqual(all("SELECT * FROM traffic_log"), []);
  const expected = licenceRegister(anchor)(anchor).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  assert.deepEqual(
    all(licences),
    expected.map(({key, hwid, server: serverName, models, banned, discordId}) => ({
      key,
      HWID: hwid,
      serverName,
      allowModels: JSON.stringify(models),
      banned: Number(banned),
      discordID: discordId
    }))
  );
});

test("licenceServer(path) adds calls and full minutes while a reader watches, each once, even over a restart", async (t) => {
  const {path, running, all} = server(t);
  for (let time = anchor; time <= anchor + 20 * minute; time += 7000) running.tick(time);
  const seen = all(log).length;
  await running.stop();
  const again = licenceServer(path, anchor);
  t.after(() => again.stop());
  for (let time = anchor + 18 * minute; time <= anchor + hour; time += 9000) again.tick(time);
  again.tick(anchor + hour);
  const calls = [...licenceCalls(anchor, anchor + hour)];
  assert.ok(seen > 0 && seen < calls.length);
  assert.deepEqual(
    all(log),
    calls.map(({time, api}) => ({api_name: api, access_time: sqlTime(time)}))
  );
  const traffic = gatewayTraffic(anchor);
  assert.deepEqual(
    all("SELECT ds, y FROM traffic_log ORDER BY ds"),
    Array.from({length: 60}, (_, i) => ({ds: sqlTime(anchor + i * minute), y: traffic(anchor + i * minute)}))
  );
});

test("licenceServer(path) inserts, updates and deletes licences while a reader watches", (t) => {
  const {running, all} = server(t);
  t.after(() => running.stop());
  const seen = {inserted: 0, updated: 0, deleted: 0};
  let before = new Map<string, string>();
  for (let time = anchor; time <= anchor + 2 * hour; time += minute) {
    running.tick(time);
    const now = new Map(all<{key: string}>(licences).map((row) => [row.key, JSON.stringify(row)]));
    for (const [key, row] of before)
      if (!now.has(key)) seen.deleted++;
      else if (now.get(key) !== row) seen.updated++;
    if (before.size) seen.inserted += [...now.keys()].filter((key) => !before.has(key)).length;
    before = now;
  }
  for (const [what, count] of Object.entries(seen)) assert.ok(count > 2, `${what}: ${count}`);
});

test("licenceServer(path) makes up no more than two days", (t) => {
  const {running, all} = server(t);
  t.after(() => running.stop());
  running.tick(anchor + 30 * day);
  assert.equal(all("SELECT ds FROM traffic_log").length, 2 * 1440);
  assert.equal(all(log).length, [...licenceCalls(anchor + 28 * day, anchor + 30 * day)].length);
});
