import assert from "node:assert/strict";
import {test} from "node:test";
import type {SourceKind} from "../../../collector/source.ts";
import {logfile} from "../../../collector/sources/logfile.ts";
import {mqtt} from "../../../collector/sources/mqtt.ts";
import {mysql} from "../../../collector/sources/mysql.ts";
import {serial} from "../../../collector/sources/serial.ts";
import {sqlite} from "../../../collector/sources/sqlite.ts";
import type {Reject} from "../../../data/schema.ts";

const at = Date.parse("2026-03-10T12:00Z");

/** What a source makes of a rejected input; `#` before a text stands for its hash. */
function replay(kind: SourceKind, options: object, reject: Partial<Reject> & Pick<Reject, "raw">): unknown[] {
  const source = kind.create(kind.options.parse(options), "/");
  const whole = {time: at, source: "it", dataset: "readings", reason: "not a number: x", position: "1", ...reject};
  const {records} = source.replay!(whole, {id: "it", hash: (value) => (value.startsWith("#") ? value : `#${value}`)});
  return [...records];
}

test("serial.replay() reads a frame; one without a time was read when it was rejected", () => {
  const meter = {path: "x", line: {fields: ["thing", "flow"]}, limits: {flow: {max: 10}}};
  assert.deepEqual(replay(serial, meter, {raw: "001 11"}), [
    {time: at, source: "it", series: "001/flow", value: 11, quality: "suspect"}
  ]);
  assert.throws(() => replay(serial, meter, {raw: "001 x"}), /^Error: flow is not a number: x/);
  assert.throws(() => replay(serial, meter, {raw: "001 \\x31"}), /it is not text/);
  assert.throws(() => replay(serial, meter, {raw: "001 1… (300 bytes)"}), /only its beginning was kept/);
});

test("logfile.replay() reads a line whose address was hashed, and takes that for what it is", () => {
  const log = {path: "x"};
  const line = (address: string) => `${address} - - [10/Mar/2026:12:00:00 +0000] "GET /a?… HTTP/1.1" 200 5`;
  const event = {
    time: at,
    source: "it",
    kind: "http",
    actor: "#1.2.3.4",
    subject: "GET /a",
    status: "200",
    durationMs: null,
    bytes: 5
  };
  assert.deepEqual(replay(logfile, log, {raw: line("#1.2.3.4")}), [event]);
  assert.deepEqual(replay(logfile, log, {raw: line("1.2.3.4")}), [event]);
  assert.throws(() => replay(logfile, log, {raw: "no line"}), /not a line of the combined format/);
  assert.throws(() => replay(logfile, log, {raw: line("a\ufffd")}), /not all of it was kept/);
  assert.throws(
    () => replay(logfile, log, {raw: line("a"), reason: "line longer than 9 bytes: 12"}),
    /not all of it was kept/
  );
});

test("sqlite.replay() reads a row of a growing table, private columns hashed once", () => {
  const calls = {
    file: "x.db",
    table: "license_log",
    dataset: "events",
    columns: {actor: "who"}
  };
  const row = {id: 7, access_time: "2026-03-10 12:00", api_name: "download", who: "#Ann"};
  const event = {
    time: at,
    source: "it",
    kind: "api",
    actor: "#Ann",
    subject: "download",
    status: null,
    durationMs: null,
    bytes: null,
    rowKey: "7"
  };
  assert.deepEqual(replay(sqlite, calls, {raw: JSON.stringify(row)}), [event]);
  assert.deepEqual(replay(sqlite, {...calls, timeZone: "Europe/Rome"}, {raw: JSON.stringify(row)}), [
    {...event, time: at - 3_600_000}
  ]);
  assert.throws(
    () => replay(sqlite, {...calls, columns: {status: "code"}}, {raw: JSON.stringify(row)}),
    /its value was not kept, for it was not read then: code/
  );
  assert.throws(() => replay(sqlite, calls, {raw: JSON.stringify({...row, api_name: ""})}), /api_name is not a text/);
  assert.throws(
    () => replay(sqlite, calls, {raw: JSON.stringify(row), reason: "id occurs twice"}),
    /another row was taken/
  );
});

test("sqlite.replay() reads a row of readings, and leaves licences to the source itself", () => {
  const load = {file: "x.db", table: "t"} as const;
  const readings = {...load, dataset: "readings", series: "gateway/calls"};
  assert.deepEqual(replay(sqlite, readings, {raw: '{"ds":"2026-03-10 12:00","y":"3.5"}'}), [
    {time: at, source: "it", series: "gateway/calls", value: 3.5, quality: "good"}
  ]);
  assert.throws(() => replay(sqlite, {...load, dataset: "licences"}, {raw: "{}"}), /the whole table is read again/);
});

test("mysql.replay() leaves rows whose zone only the database knows", () => {
  const server = {host: "h", database: "d", user: "u", passwordFrom: "P", table: "t"} as const;
  const readings = {...server, dataset: "readings", series: "gateway/calls"};
  const raw = '{"ds":"2026-03-10 12:00","y":1}';
  assert.equal(replay(mysql, readings, {raw}).length, 1);
  assert.throws(() => replay(mysql, {...readings, timeZone: "Europe/Rome"}, {raw}), /known to the database alone/);
});

test("mqtt.replay() finds topic and arrival where the message stood", () => {
  const broker = {url: "mqtt://h", topics: ["plant/{thing}/{quantity}"]};
  const position = "plant/001/flow packet 7 2026-03-10T11:59:00.000Z";
  const reading = {time: at - 60_000, source: "it", series: "001/flow", value: 3.5, quality: "good"};
  assert.deepEqual(replay(mqtt, broker, {raw: "3.5", position}), [reading]);
  assert.deepEqual(replay(mqtt, broker, {raw: "3.5", position: position.replace(" packet 7", "")}), [reading]);
  const retained = position.replace(" packet", " retained packet");
  assert.throws(() => replay(mqtt, broker, {raw: "3.5", position: retained}), /it was retained/);
  const timed = {...broker, json: {time: "t", value: "v"}};
  assert.deepEqual(replay(mqtt, timed, {raw: '{"t":"2026-03-10T12:00Z","v":1}', position: retained}), [
    {...reading, time: at, value: 1}
  ]);
  assert.throws(() => replay(mqtt, broker, {raw: "3.5", position: `other ${position}`}), /none of the topics fits/);
  assert.throws(() => replay(mqtt, broker, {raw: "1… (2000 bytes)", position}), /not all of it was kept/);
});
