import {join} from "node:path";
import type {TestContext} from "node:test";
import Database from "libsql";
import {sqlite} from "../../../../collector/sources/sqlite.ts";
import {afterTest} from "../../../support/after-test.ts";
import {temporaryFolder} from "../../../support/temporary-folder.ts";

export const schema = `
  CREATE TABLE license_log (id INTEGER PRIMARY KEY, api_name VARCHAR(50), access_time DATETIME, "who ""?" TEXT);
  CREATE TABLE traffic_log (ds TIMESTAMP, y NUMERIC);
  CREATE TABLE polygon_manager (id INTEGER PRIMARY KEY, key TEXT, HWID TEXT, serverName TEXT, allowModels TEXT,
    banned BOOLEAN, discordID);
`;

export const stamp = (minutes: number) =>
  new Date(Date.UTC(2024, 6, 9) + minutes * 60_000).toISOString().slice(0, 19).replace("T", " ");

export function rig(t: TestContext, options: object) {
  const file = join(temporaryFolder(t), "licences #1.db");
  const db = new Database(file);
  afterTest(t, () => db.close());
  db.exec(schema);
  const source = sqlite.create(sqlite.options.parse({file, every: "100ms", ...options}), "/");
  const logged = db.prepare("INSERT INTO license_log (id, api_name, access_time) VALUES (?, ?, ?)");
  const log = (id: number, time: string | number | null = stamp(id), name: string | null = "download") =>
    logged.run([id, name, time]);
  return {file, db, source, log};
}

export const insertLicence =
  "INSERT INTO polygon_manager (key, HWID, serverName, allowModels, banned, discordID) VALUES (?, 'HW', 's1', ?, 0, 7)";
