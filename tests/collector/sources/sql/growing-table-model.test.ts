import assert from "node:assert/strict";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import Database from "libsql";
import {growingTable} from "../../../../collector/sources/shared/sql/growing-table.ts";
import {connectSqlite} from "../../../../collector/sources/sqlite/connect-sqlite.ts";
import {sqlite} from "../../../../collector/sources/sqlite.ts";
import type {Event} from "../../../../data/schema.ts";
import {afterTest} from "../../../support/after-test.ts";
import {seeded} from "../../../support/random.ts";
import {temporaryFolder} from "../../../support/temporary-folder.ts";
import {contextOf} from "../collecting.ts";

const limits = {stretchRows: 5, stretches: 4, alwaysRows: 10};
const start = Date.UTC(2026, 0, 1);

interface Life {
  follow: "id" | "changed";
  /** The reader is thrown away now and then, also between two batches, and goes on from what was accepted. */
  restarts: boolean;
  deletions: boolean;
  /** Which rows went can be told of those known. */
  knownRows?: number;
}

/** A table's random life, read by polls in between. Returns the table at its end and what a reader of the lake sees. */
async function live(t: TestContext, seed: number, {follow, restarts, deletions, knownRows = 15}: Life) {
  const uniform = seeded(seed);
  const below = (n: number) => Math.floor(uniform() * n);
  const file = join(temporaryFolder(t), "log.db");
  const db = new Database(file);
  afterTest(t, () => db.close());
  db.exec("PRAGMA synchronous = OFF");
  db.exec("CREATE TABLE log (id INTEGER PRIMARY KEY, api_name TEXT, access_time INTEGER, changed INTEGER)");
  const database = await connectSqlite(file)(null);
  afterTest(t, () => database.close());

  let now = start;
  let next = 1;
  let held: number[] = []; // keys that were given out and are not committed yet
  const tick = () => {
    now += 1000;
    return now;
  };
  const insert = (id: number) =>
    db.prepare("INSERT INTO log VALUES (?, ?, ?, ?)").run([id, `n${below(1e9)}`, now, tick()]);
  const change = () => {
    const at = below(next);
    const what = below(20);
    if (what < 10) insert(next++);
    else if (what < 13) held.push(next++);
    else if (what < 16 && held.length) insert(held.splice(below(held.length), 1)[0]!);
    else if (what < 18)
      db.prepare("UPDATE log SET api_name = ?, changed = ? WHERE id = ?").run([`u${below(1e9)}`, tick(), at]);
    else if (what < 19 && deletions) {
      db.prepare("DELETE FROM log WHERE id = ?").run([at]);
      if (uniform() < 0.3 && at && !held.includes(at))
        db.prepare("INSERT OR IGNORE INTO log VALUES (?, 'back', ?, ?)").run([at, now, tick()]);
    }
  };

  const options = {
    file,
    table: "log",
    dataset: "events",
    columns: {time: "access_time"},
    follow,
    deletions,
    overlap: "9h"
  };
  const given = sqlite.options.parse(options) as Parameters<typeof growingTable>[0];
  const {signal} = new AbortController();
  const lake: Event[] = [];
  let cursor: unknown = null;
  const reader = () => growingTable(given, contextOf(signal, {cursor, now: tick}), {...limits, knownRows});
  let changes = reader();
  const poll = async (interrupted: boolean) => {
    for await (const batch of changes(database)) {
      if (interrupted && uniform() < 0.5) return; // not accepted: the source is to bring it again
      lake.push(...(batch.records as Event[]));
      cursor = JSON.parse(JSON.stringify(batch.cursor));
    }
  };
  for (let i = 0; i < 150; i++) {
    for (let changed = below(6); changed > 0; changed--) change();
    const restarted = restarts && uniform() < 0.2;
    await poll(restarted);
    if (restarted) changes = reader();
  }
  for (const id of held) insert(id);
  held = [];
  for (let i = 0; i < 20; i++) {
    now += 1_000_000; // long enough for every stretch to be due
    await poll(false);
  }
  const table = db.prepare("SELECT id, api_name FROM log ORDER BY id").all() as {id: number; api_name: string}[];
  return {table: table.map((row) => `${row.id} ${row.api_name}`), seen: seenIn(lake)};
}

/** As the lake's reader has it. Throws when a row was recorded twice as if for the first time. */
function seenIn(lake: Event[]): string[] {
  const firsts = lake.filter(({revisedAt}) => !revisedAt).map(({rowKey}) => rowKey);
  assert.equal(new Set(firsts).size, firsts.length);
  const newest = new Map<string, Event>();
  for (const record of lake) {
    const other = newest.get(record.rowKey!);
    if (!other || (record.revisedAt ?? 0) > (other.revisedAt ?? 0)) newest.set(record.rowKey!, record);
  }
  return [...newest.values()]
    .filter(({deleted}) => !deleted)
    .sort((a, b) => Number(a.rowKey) - Number(b.rowKey))
    .map(({rowKey, subject}) => `${rowKey} ${subject}`);
}

const lives: Record<string, Life> = {
  "late commits and changes, across restarts": {follow: "id", restarts: true, deletions: false},
  "changes by their column, across restarts": {follow: "changed", restarts: true, deletions: false},
  "deletions and returns": {follow: "id", restarts: false, deletions: true, knownRows: 1000}
};

for (const [what, life] of Object.entries(lives))
  test(`growingTable() ends up with what the table holds, whatever its life: ${what}`, async (t) => {
    for (let seed = 1; seed <= 10; seed++) {
      const {table, seen} = await live(t, seed, life);
      assert.ok(table.length > 100);
      assert.deepEqual(seen, table, `seed ${seed}`);
    }
  });
