import assert from "node:assert/strict";
import {join} from "node:path";
import {test} from "node:test";
import Database from "libsql";
import {Collector} from "../../../../collector/collector.ts";
import {parseConfig} from "../../../../collector/config.ts";
import {openLake} from "../../../../loaders/lake.ts";
import {afterTest} from "../../../support/after-test.ts";
import {temporaryFolder} from "../../../support/temporary-folder.ts";
import {waitFor} from "../../../support/wait-for.ts";

test("a table's rows that come, change and go are in the lake as they are in the table", async (t) => {
  const root = temporaryFolder(t);
  const db = new Database(join(root, "gateway.db"));
  afterTest(t, () => db.close());
  db.exec(`CREATE TABLE traffic_log (ds TIMESTAMP PRIMARY KEY, y NUMERIC);
    CREATE TABLE license_log (id INTEGER PRIMARY KEY, api_name TEXT, access_time DATETIME);
    INSERT INTO traffic_log VALUES ('2026-01-01 00:00', 1), ('2026-01-01 00:01', 2), ('2026-01-01 00:02', 3);
    INSERT INTO license_log VALUES (1, 'download', '2026-01-01 00:00'), (2, 'download', '2026-01-01 00:00')`);
  const table = {kind: "sqlite", file: "gateway.db", every: "100ms", deletions: true};
  const sources = {
    gateway: {...table, table: "traffic_log", dataset: "readings", series: "gateway/calls"},
    calls: {...table, table: "license_log", dataset: "events"}
  };
  const config = parseConfig({sources}, {root, env: {}});
  const collector = await Collector.open(config, {say: () => {}});
  afterTest(t, () => collector.stop());
  collector.start();

  const shown = async () => {
    await collector.flush();
    const lake = await openLake({data: config.data});
    try {
      const readings = await lake.sql<{value: number}>`SELECT value FROM readings ORDER BY time`;
      const events = await lake.sql<{subject: string}>`SELECT subject FROM events ORDER BY subject`;
      return JSON.stringify([...readings.map(({value}) => value), ...events.map(({subject}) => subject)]);
    } finally {
      lake.close();
    }
  };
  const shows = async (...expected: (number | string)[]) => {
    let last = "";
    const message = () => `the lake to show ${JSON.stringify(expected)}, not ${last}`;
    await waitFor(
      async () => {
        last = await shown();
        return last === JSON.stringify(expected);
      },
      {message, withinMs: 20_000}
    );
  };
  await shows(1, 2, 3, "download", "download");
  db.exec("UPDATE traffic_log SET y = 20 WHERE y = 2; UPDATE license_log SET api_name = 'check' WHERE id = 1");
  await shows(1, 20, 3, "check", "download");
  db.exec("DELETE FROM traffic_log WHERE y = 3; DELETE FROM license_log WHERE id = 2");
  await shows(1, 20, "check");
  db.exec("INSERT INTO traffic_log VALUES ('2026-01-01 00:02', 30); UPDATE traffic_log SET y = 21 WHERE y = 20");
  await shows(1, 21, 30, "check");
  await collector.flush();
  for (const {read, committed, rejected} of collector.catalog.sources()) assert.equal(read, committed + rejected);
});
