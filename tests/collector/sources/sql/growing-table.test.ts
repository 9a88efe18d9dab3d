import assert from "node:assert/strict";
import {type TestContext, test} from "node:test";
import {type Collected, collectFrom, expectNothing, hash, inputs} from "../collecting.ts";
import {rig, stamp} from "../sqlite/rig.ts";

const readingsById = (t: TestContext) => {
  const {db, source} = rig(t, {
    table: "loads",
    dataset: "readings",
    key: "id",
    series: "gateway/calls",
    deletions: true
  });
  db.exec("CREATE TABLE loads (id INTEGER PRIMARY KEY, ds TIMESTAMP, y NUMERIC)");
  const add = (id: number, minutes: number, y: number) =>
    db.prepare("INSERT INTO loads VALUES (?, ?, ?)").run([id, stamp(minutes), y]);
  return {db, source, add};
};

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
    {...common, time: Date.UTC(2024, 6, 9, 3), subject: "check_license", actor: null, rowKey: "1"},
    {...common, time: Date.UTC(2024, 6, 9, 12), subject: "download", actor: hash("ann"), rowKey: "2"}
  ]);
});

test("sqlite.read() rejects the second of two rows for one instant, once", async (t) => {
  const {source, add} = readingsById(t);
  add(1, 0, 5);
  add(2, 0, 6);
  add(3, 0, 7);
  const first = await collectFrom(source, inputs(3));
  assert.deepEqual(
    first.records.map(({value}) => value),
    [5]
  );
  assert.deepEqual(
    first.rejects.map(({reason, position}) => [reason, position]),
    [
      ["ds occurs twice", "loads id 2"],
      ["ds occurs twice", "loads id 3"]
    ]
  );
  await expectNothing(source, first);
});

test("sqlite.read() rejects rows whose key is not unique, and loses none", async (t) => {
  const {source, db} = rig(t, {table: "log", dataset: "events"});
  db.exec(`CREATE TABLE log (id INTEGER, api_name TEXT, access_time DATETIME);
    INSERT INTO log SELECT min(value, 1000), 'a', '2024-07-09 00:00:00' FROM generate_series(1, 1003)`);
  const {records, rejects, cursor} = await collectFrom(source, inputs(1003));
  assert.deepEqual([records.length, rejects.length], [1000, 3]);
  await expectNothing(source, {cursor});
});

test("sqlite.read() counts the row that takes another's place at an instant", async (t) => {
  const {db, source, add} = readingsById(t);
  db.exec("BEGIN");
  for (let id = 1; id <= 1200; id++) add(id, id, 1);
  db.exec("COMMIT");
  const at = {now: () => Date.UTC(2024, 6, 9)};
  const replaced = ({records}: Collected) => records.some(({value}) => value === 2);
  const first = await collectFrom(
    source,
    (so) => {
      if (so.records.length === 1200) {
        db.exec("DELETE FROM loads WHERE id = 5");
        add(1201, 5, 2);
      }
      return replaced(so);
    },
    at
  );
  const [gone, back] = first.records.slice(1200);
  assert.deepEqual([gone!.deleted, back!.deleted, back!.time], [true, undefined, gone!.time]);
  assert.ok((back!.revisedAt as number) > (gone!.revisedAt as number));
  db.exec("DELETE FROM loads WHERE id = 6");
  add(1202, 6, 2);
  const second = await collectFrom(source, replaced, {...first, ...at});
  assert.ok(second.records.at(-1)!.revisedAt, "of what it forgot, a row may take the place");
});
