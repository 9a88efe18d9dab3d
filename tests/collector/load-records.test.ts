import assert from "node:assert/strict";
import {existsSync, readdirSync} from "node:fs";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {connectDuckDB} from "../../collector/duckdb.ts";
import {EncodedRecords} from "../../collector/encoded-records.ts";
import {loadRecords} from "../../collector/load-records.ts";
import type {DatasetName} from "../../data/schema.ts";
import {seeded} from "../support/random.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

async function loaded(t: TestContext, dataset: DatasetName, batches: object[][], columns: string) {
  const folder = join(temporaryFolder(t), "tmp");
  const connection = await connectDuckDB();
  t.after(() => connection.closeSync());
  const records = batches.map((batch) => EncodedRecords.of(batch));
  try {
    await loadRecords(connection, {table: "batch", dataset, records, folder});
  } finally {
    assert.deepEqual(existsSync(folder) && readdirSync(folder), [], "the file that DuckDB read is gone");
  }
  return (await connection.runAndReadAll(`SELECT ${columns} FROM batch ORDER BY time`)).getRowsJS();
}

const event = (time: number, subject: string, durationMs: number | null = null) => ({
  time,
  source: "s",
  kind: "http",
  actor: null,
  subject,
  status: null,
  durationMs,
  bytes: null
});

/** As DuckDB writes it; its JavaScript side would lose a leading byte order mark. */
const hex = (text: string): string => Buffer.from(text).toString("hex").toUpperCase();

test("loadRecords() keeps odd texts and any double bit for bit", async (t) => {
  const random = seeded(7);
  const alphabet = [..."aé🙂\"\\',;|{}[]\n\r\t\u0000\u0001\u007f\u2028\ufeff\ufffd null NULL"];
  const text = () =>
    Array.from({length: 1 + Math.floor(random() * 12)}, () => alphabet[Math.floor(random() * alphabet.length)]).join(
      ""
    );
  const view = new DataView(new ArrayBuffer(8));
  const double = (): number => {
    for (;;) {
      view.setUint32(0, random() * 2 ** 32);
      view.setUint32(4, random() * 2 ** 32);
      if (Number.isFinite(view.getFloat64(0))) return view.getFloat64(0);
    }
  };
  const special = [0, 0.1, 1e21, 5e-324, Number.MAX_VALUE, 2 ** 53 - 1, 1 / 3];
  const records = Array.from({length: 4000}, (_, i) => event(i, text(), special[i] ?? double()));
  const rows = await loaded(t, "events", [records.slice(0, 1500), records.slice(1500)], "hex(subject), durationMs");
  const changed = records.filter(
    ({subject, durationMs}, i) => hex(subject) !== rows[i]![0] || !Object.is(durationMs, rows[i]![1])
  );
  assert.deepEqual(changed, []);
});

test("loadRecords() keeps times to the microsecond, far ones too", async (t) => {
  const times = [-62135596800000, -0.001, 0.001, 1732190400000.123, 253402300799999];
  const rows = await loaded(t, "events", [times.map((time) => event(time, "x"))], "epoch_us(time)::DOUBLE");
  assert.deepEqual(rows.flat(), [-62135596800000000, -1, 1, 1732190400000123, 253402300799999000]);
});

test("loadRecords() takes lines longer than DuckDB's usual buffer", async (t) => {
  const long = "x".repeat(20 * 2 ** 20);
  const rows = await loaded(t, "events", [[event(1, "a"), event(2, long)], [event(3, "b")]], "length(subject)::INT");
  assert.deepEqual(rows.flat(), [1, long.length, 1]);
});

test("loadRecords() names the column that lacks a value", async (t) => {
  const {subject: _, ...incomplete} = event(1, "x");
  await assert.rejects(loaded(t, "events", [[event(0, "y"), incomplete]], "time"), /missing value: subject/);
});

test("loadRecords() does not take fewer rows than there are records", async (t) => {
  const connection = await connectDuckDB();
  t.after(() => connection.closeSync());
  const {lines} = EncodedRecords.of([event(1, "x")]);
  const records = [new EncodedRecords(lines, 2)];
  await assert.rejects(
    loadRecords(connection, {table: "batch", dataset: "events", records, folder: temporaryFolder(t)}),
    /lost rows: 1 of 2/
  );
});
