import assert from "node:assert/strict";
import {renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import Database from "libsql";
import {sqlite} from "../../../collector/sources/sqlite.ts";
import {afterTest} from "../../support/after-test.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {collectFrom, expectNothing, hash, inputs} from "./collecting.ts";
import {complies, rejectsWell} from "./compliance.ts";

const schema = `
  CREATE TABLE license_log (id INTEGER PRIMARY KEY, api_name VARCHAR(50), access_time DATETIME, "who ""?" TEXT);
  CREATE TABLE traffic_log (ds TIMESTAMP, y NUMERIC);
  CREATE TABLE polygon_manager (id INTEGER PRIMARY KEY, key TEXT, HWID TEXT, serverName TEXT, allowModels TEXT,
    banned BOOLEAN, discordID);
`;

const stamp = (minutes: number) =>
  new Date(Date.UTC(2024, 6, 9) + minutes * 60_000).toISOString().slice(0, 19).replace("T", " ");

function rig(t: TestContext, options: object) {
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

const away = (file: string) => ({
  unplug: () => renameSync(file, `${file}.away`),
  replug: () => renameSync(`${file}.away`, file),
  away: /^cannot open SQLite database: .*licences #1\.db \(no such file or folder\)$/
});

const events = (t: TestContext) => {
  const {file, source, log} = rig(t, {table: "license_log", dataset: "events"});
  let last = 0;
  const feed = () => {
    for (let i = 0; i < 3; i++) log(++last);
    return 3;
  };
  return {source, feed, spoil: () => log(++last, "yesterday"), ...away(file)};
};
complies("sqlite events", events);
rejectsWell("sqlite events", events);

const readings = (t: TestContext) => {
  const {file, source, db} = rig(t, {table: "traffic_log", dataset: "readings", series: "gateway/calls"});
  let minutes = 0;
  const add = (y: unknown) => db.prepare("INSERT INTO traffic_log VALUES (?, ?)").run([stamp(++minutes), y]);
  const feed = () => {
    for (let i = 0; i < 3; i++) add(i + 0.5);
    return 3;
  };
  return {source, feed, spoil: () => add("many"), ...away(file)};
};
complies("sqlite readings", readings);
rejectsWell("sqlite readings", readings);

const insertLicence =
  "INSERT INTO polygon_manager (key, HWID, serverName, allowModels, banned, discordID) VALUES (?, 'HW', 's1', ?, 0, 7)";

const licences = (t: TestContext) => {
  const {file, source, db} = rig(t, {table: "polygon_manager", dataset: "licences"});
  let keys = 0;
  const add = (models: string) => db.prepare(insertLicence).run([`KEY-${++keys}`, models]);
  const feed = () => {
    for (let i = 0; i < 3; i++) add('["a", "b"]');
    return 3;
  };
  return {source, feed, spoil: () => add("[broken"), ...away(file)};
};
complies("sqlite licences", licences);
rejectsWell("sqlite licences", licences);

test("sqlite.read() maps rows to events", async (t) => {
  const columns = {actor: 'who "?'};
  const {source, log, db} = rig(t, {
    table: "license_log",
    dataset: "events",
    timeZone: "Asia/Seoul",
    columns,
    eventKind: "call"
  });
  log(1, "2024-07-09 12:00:00", "check_license");
  log(2, 1_720_526_400);
  db.exec(`UPDATE license_log SET "who ""?" = 'ann' WHERE id = 2`);
  const {records} = await collectFrom(source, inputs(2));
  const common = {source: "tested", kind: "call", status: null, durationMs: null, bytes: null};
  assert.deepEqual(records, [
    {...common, time: Date.UTC(2024, 6, 9, 3), subject: "check_license", actor: null},
    {...common, time: Date.UTC(2024, 6, 9, 12), subject: "download", actor: hash("ann")}
  ]);
});

test("sqlite.read() takes rows that were committed late, once", async (t) => {
  const {source, log} = rig(t, {table: "license_log", dataset: "events", overlap: 50});
  for (let id = 1; id <= 100; id++) if (id !== 60 && id !== 99) log(id);
  const first = await collectFrom(source, inputs(98));
  assert.deepEqual(first.cursor, [[49, 59], [61, 98], 100]);
  log(60);
  log(99);
  log(101);
  const second = await collectFrom(source, inputs(3), {cursor: first.cursor});
  assert.deepEqual(
    second.records.map(({time}) => (time as number) - Date.UTC(2024, 6, 9)),
    [60, 99, 101].map((n) => n * 60_000)
  );
  await expectNothing(source, {cursor: second.cursor});
});

test("sqlite.read() hands over a large table in bounded batches", async (t) => {
  const {source, db} = rig(t, {table: "license_log", dataset: "events"});
  db.exec(
    `INSERT INTO license_log SELECT value, 'download', '2024-07-09 00:00:00', NULL FROM generate_series(1, 5500)`
  );
  const {batches, records, cursor} = await collectFrom(source, inputs(5500));
  assert.ok(batches.every(({read}) => read <= 1000));
  assert.equal(records.length, 5500);
  assert.deepEqual(cursor, [[5001, 5500]]);
});

test("sqlite.read() keeps integers that no number holds", async (t) => {
  const {source, db} = rig(t, {table: "license_log", dataset: "events"});
  db.exec(
    "INSERT INTO license_log VALUES (9007199254740993, 'a', '2024-07-09 00:00', NULL), (9007199254740995, 'b', '2024-07-09 00:00', NULL)"
  );
  const {records, cursor} = await collectFrom(source, inputs(2));
  assert.deepEqual([records.length, cursor], [2, ["9007199254740993", "9007199254740995"]]);
  await expectNothing(source, {cursor});
});

test("sqlite.read() takes texts that are not valid UTF-8", async (t) => {
  const {source, db} = rig(t, {table: "license_log", dataset: "events"});
  db.exec("INSERT INTO license_log VALUES (1, CAST(x'61ff00' AS TEXT), '2024-07-09 00:01:00', NULL)");
  const {records} = await collectFrom(source, inputs(1));
  assert.equal(records[0]!.subject, "a\ufffd\0");
});

test("sqlite.read() takes texts of a UTF-16 database", async (t) => {
  const file = join(temporaryFolder(t), "utf16.db");
  const db = new Database(file);
  afterTest(t, () => db.close());
  db.exec(`PRAGMA encoding = "UTF-16le"; ${schema}`);
  db.exec("INSERT INTO traffic_log VALUES ('2024-07-09 00:01', '12.5')");
  const options = {file, table: "traffic_log", dataset: "readings", series: "gateway/calls"};
  const {records} = await collectFrom(sqlite.create(sqlite.options.parse(options), "/"), inputs(1));
  assert.deepEqual([records[0]!.time, records[0]!.value], [Date.UTC(2024, 6, 9, 0, 1), 12.5]);
});

test("sqlite.read() forgets deleted rows and says when keys have gone back", async (t) => {
  const {source, log, db} = rig(t, {table: "license_log", dataset: "events"});
  for (let id = 1; id <= 20; id++) log(id);
  const {cursor} = await collectFrom(source, inputs(20));
  db.exec("DELETE FROM license_log");
  await expectNothing(source, {cursor});
  log(21);
  const after = await collectFrom(source, inputs(1), {cursor});
  assert.equal(after.records.length, 1);
  db.exec("DELETE FROM license_log WHERE id > 0");
  log(0);
  await assert.rejects(
    collectFrom(source, inputs(1), {cursor}),
    /keys went back in table license_log: id 1 was read, the last is now 0/
  );
});

test("sqlite.read() records licences that are new, changed or gone, private parts hashed", async (t) => {
  const {source, db} = rig(t, {table: "polygon_manager", dataset: "licences"});
  const add = db.prepare(insertLicence);
  for (const key of ["K1", "K2", "K3"]) add.run([key, '["a", 7]']);
  db.exec("UPDATE polygon_manager SET discordID = 1234567890123456789 WHERE id = 1");
  const first = await collectFrom(source, inputs(3), {now: () => 1000});
  const common = {source: "tested", server: "s1", resources: ["a", "7"], banned: false, deleted: false};
  assert.deepEqual(first.records, [
    {...common, observedAt: 1000, id: hash("K1"), holder: hash("1234567890123456789")},
    {...common, observedAt: 1000, id: hash("K2"), holder: hash("7")},
    {...common, observedAt: 1000, id: hash("K3"), holder: hash("7")}
  ]);
  await expectNothing(source, {cursor: first.cursor});
  db.exec(`UPDATE polygon_manager SET banned = 1, allowModels = NULL WHERE id = 2;
    UPDATE polygon_manager SET HWID = 'other' WHERE id = 1; DELETE FROM polygon_manager WHERE id = 3;`);
  const second = await collectFrom(source, inputs(2), {cursor: first.cursor, now: () => 2000});
  assert.deepEqual(second.records, [
    {...common, observedAt: 2000, id: hash("K2"), holder: hash("7"), resources: [], banned: true},
    {...common, observedAt: 2000, id: hash("K3"), holder: null, server: null, resources: [], deleted: true}
  ]);
  await expectNothing(source, {cursor: second.cursor});
});

test("sqlite.read() shows nothing private of a licence that it rejects", async (t) => {
  const {source, db} = rig(t, {table: "polygon_manager", dataset: "licences", key: "key"});
  const add = db.prepare(insertLicence);
  for (const [key, models] of [
    ["SECRET-KEY", "{}"],
    ["TWICE", "[]"],
    ["TWICE", "[]"],
    [null, "[]"],
    ["SECRET-2", "[[]]"]
  ])
    add.run([key, models]);
  db.exec(
    "UPDATE polygon_manager SET discordID = 'SECRET-ID', HWID = 'SECRET-HW'; INSERT INTO polygon_manager (key, discordID, banned) VALUES ('SECRET-3', x'5345', 'maybe')"
  );
  const {rejects, records, cursor} = await collectFrom(source, inputs(6));
  assert.deepEqual(
    rejects.map(({reason}) => reason),
    [
      "allowModels is not a JSON array",
      "key occurs twice",
      "key is not a text",
      "an item of allowModels is not a text: []",
      "banned is neither true nor false: maybe"
    ]
  );
  assert.equal(records.length, 1);
  assert.doesNotMatch(JSON.stringify([rejects, cursor]), /SECRET|TWICE/);
  await expectNothing(source, {cursor});
});

test("sqlite.read() keeps a licence that cannot be read for the moment", async (t) => {
  const {source, db} = rig(t, {table: "polygon_manager", dataset: "licences"});
  db.prepare(insertLicence).run(["K1", "[]"]);
  const {cursor} = await collectFrom(source, inputs(1));
  db.exec("UPDATE polygon_manager SET allowModels = '['");
  const broken = await collectFrom(source, inputs(1), {cursor});
  assert.deepEqual([broken.records.length, broken.rejects.length], [0, 1]);
  db.exec("UPDATE polygon_manager SET allowModels = '[]'");
  await expectNothing(source, {cursor: broken.cursor});
});

test("sqlite.read() follows a file that took the place of another", async (t) => {
  const {file, source, log} = rig(t, {table: "license_log", dataset: "events"});
  log(1);
  const other = new Database(`${file}.new`);
  other.exec(
    `${schema} INSERT INTO license_log VALUES (1, 'a', '2024-07-09 00:00', NULL), (2, 'b', '2024-07-09 00:00', NULL)`
  );
  other.close();
  const {records} = await collectFrom(source, (so) => {
    if (so.records.length === 1) renameSync(`${file}.new`, file);
    return inputs(2)(so);
  });
  assert.deepEqual(
    records.map(({subject}) => subject),
    ["download", "b"]
  );
});

test("sqlite.read() says what is wrong with a table or a file", async (t) => {
  const {file, db} = rig(t, {table: "license_log", dataset: "events"});
  const failing = (options: object, expected: RegExp) =>
    assert.rejects(
      collectFrom(sqlite.create(sqlite.options.parse({file, dataset: "events", ...options}), "/"), inputs(1)),
      expected
    );
  await failing({table: 'no"pe'}, /^Error: no such table: no"pe$/);
  await failing(
    {table: "license_log", columns: {status: "state", subject: "name; DROP TABLE license_log"}},
    /^Error: no such columns in table license_log: name; DROP TABLE license_log, state \(it has id, api_name, access_time, who "\?\)$/
  );
  db.exec("BEGIN EXCLUSIVE");
  await failing(
    {table: "license_log"},
    /^Error: cannot read SQLite database: .* \(locked: another program is writing to it\)$/
  );
  db.exec("ROLLBACK");
  writeFileSync(`${file}.txt`, "no database ".repeat(1000));
  await failing({file: `${file}.txt`, table: "t"}, /\(not a SQLite database\)$/);
});
