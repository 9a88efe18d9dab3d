import assert from "node:assert/strict";
import {renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import Database from "libsql";
import {sqlite} from "../../../collector/sources/sqlite.ts";
import {afterTest} from "../../support/after-test.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {collectFrom, expectNothing, inputs} from "./collecting.ts";
import {complies, rejectsWell} from "./compliance.ts";
import {follows} from "./sql/follows.ts";
import {insertLicence, rig, schema, stamp} from "./sqlite/rig.ts";

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

follows("sqlite", async (t) => {
  const {file, db} = rig(t, {table: "license_log", dataset: "events"});
  db.exec(
    "CREATE TABLE calls (id INTEGER PRIMARY KEY, api_name TEXT, access_time DATETIME, changed DATETIME, who TEXT)"
  );
  return {
    source: (options = {}) =>
      sqlite.create(sqlite.options.parse({file, table: "calls", dataset: "events", every: "100ms", ...options}), "/"),
    run: (sql) => db.exec(sql)
  };
});

test("sqlite.read() keeps integers that no number holds", async (t) => {
  const {source, db} = rig(t, {table: "license_log", dataset: "events"});
  db.exec(
    "INSERT INTO license_log VALUES (9007199254740993, 'a', '2024-07-09 00:00', NULL), (9007199254740995, 'b', '2024-07-09 00:00', NULL)"
  );
  const {records, cursor} = await collectFrom(source, inputs(2));
  assert.deepEqual(
    records.map(({rowKey}) => rowKey),
    ["9007199254740993", "9007199254740995"]
  );
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
    return inputs(3)(so);
  });
  assert.deepEqual(
    records.map(({subject}) => subject),
    ["download", "a", "b"]
  );
});

test("sqlite.read() says what is wrong with a table or a file", async (t) => {
  const {file, db} = rig(t, {table: "license_log", dataset: "events"});
  const failing = (options: object, expected: RegExp) =>
    assert.rejects(
      collectFrom(sqlite.create(sqlite.options.parse({file, dataset: "events", ...options}), "/"), inputs(1)),
      expected
    );
  await failing(
    {table: 'no"pe'},
    /^Error: no such table: no"pe \(write its name as the database does, and let the user read it\)$/
  );
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
