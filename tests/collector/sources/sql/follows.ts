import assert from "node:assert/strict";
import {type TestContext, test} from "node:test";
import {setTimeout} from "node:timers/promises";
import type {Batch, Source} from "../../../../collector/source.ts";
import {seeded} from "../../../support/random.ts";
import {type Collected, collectFrom, contextOf, expectNothing, hash, inputs} from "../collecting.ts";

/** One product's database with an empty table `calls`, whose `changed` grows with every change. */
export interface CallsTable {
  /** Reads `calls` as events, every 100 ms. */
  source(options?: object): Source;
  /** Runs one statement, committed at once. */
  run(sql: string): unknown;
}

/** A table that several connections may write to at once. */
export interface SharedTable extends CallsTable {
  /** Opens a transaction of another connection, in which one statement has run; returns what commits it. */
  hold(sql: string): Promise<() => Promise<unknown>>;
}

const minute = 60_000;
const hour = 60 * minute;
const start = Date.UTC(2024, 6, 9);
const stamp = (time: number) => new Date(time).toISOString().slice(0, 19).replace("T", " ");

/** SQL of rows `id`, one a minute, all changed at the same time as they came. */
const insert = (ids: number[], name = "download") =>
  `INSERT INTO calls (id, api_name, access_time, changed) VALUES ${ids
    .map((id) => `(${id}, '${name}', '${stamp(start + id * minute)}', '${stamp(start + id * minute)}')`)
    .join(", ")}`;

const range = (from: number, to: number) => Array.from({length: to - from + 1}, (_, i) => from + i);

async function fill(calls: CallsTable, from: number, to: number): Promise<void> {
  for (let id = from; id <= to; id += 1000) await calls.run(insert(range(id, Math.min(id + 999, to))));
}

const uniform = seeded(7);
const random = (below: number) => Math.floor(uniform() * below);

const keys = ({records}: Collected) => records.map(({rowKey}) => Number(rowKey));
const revisions = ({records}: Collected) => records.filter(({revisedAt}) => revisedAt !== undefined).length;

/** What holds of growing tables, whichever product they are in. */
export function follows(kind: string, rigged: (t: TestContext) => Promise<CallsTable>): void {
  const promises = (title: string, body: (calls: CallsTable, t: TestContext) => Promise<void>) =>
    test(`${kind}.read() ${title}`, async (t) => body(await rigged(t), t));

  promises("takes rows that were committed late, once, as records of their own", async (calls) => {
    const source = calls.source();
    await calls.run(insert(range(1, 100).filter((id) => id !== 60 && id !== 99)));
    const first = await collectFrom(source, inputs(98));
    for (const id of [60, 99, 101]) await calls.run(insert([id]));
    const second = await collectFrom(source, inputs(3), first);
    assert.deepEqual(keys(second).sort(), [101, 60, 99]);
    assert.equal(revisions(second), 0);
    await expectNothing(source, second);
  });

  promises("takes a row again when it has changed, and says so", async (calls) => {
    const source = calls.source();
    await calls.run(insert(range(1, 20)));
    const first = await collectFrom(source, inputs(20));
    assert.equal(revisions(first), 0);
    await calls.run("UPDATE calls SET api_name = 'check' WHERE id IN (7, 9)");
    const second = await collectFrom(source, inputs(2), {...first, now: () => 5000});
    assert.deepEqual(
      second.records.map(({rowKey, subject, revisedAt}) => [rowKey, subject, revisedAt]),
      [
        ["7", "check", 5000],
        ["9", "check", 5001]
      ]
    );
    await expectNothing(source, second);
  });

  promises("takes a rejected row when it has been put right", async (calls) => {
    const source = calls.source();
    await calls.run(insert([1, 2]));
    await calls.run("UPDATE calls SET api_name = '' WHERE id = 2");
    const first = await collectFrom(source, inputs(2));
    assert.deepEqual(
      first.rejects.map(({reason}) => reason),
      ["api_name is not a text: "]
    );
    await calls.run("UPDATE calls SET api_name = 'check' WHERE id = 2");
    assert.deepEqual(keys(await collectFrom(source, inputs(1), first)), [2]);
  });

  promises("tells of rows that went only where asked", async (calls) => {
    await calls.run(insert(range(1, 5)));
    const first = await collectFrom(calls.source(), inputs(5));
    await calls.run("DELETE FROM calls WHERE id IN (2, 5)");
    await expectNothing(calls.source(), first);
    const gone = await collectFrom(calls.source({deletions: true}), inputs(2), first);
    assert.deepEqual(
      gone.records.map(({rowKey, deleted}) => [rowKey, deleted]),
      [
        ["2", true],
        ["5", true]
      ]
    );
    await calls.run(insert([2], "again"));
    const back = await collectFrom(calls.source({deletions: true}), inputs(1), gone);
    assert.deepEqual([keys(back), revisions(back), back.records[0]!.deleted], [[2], 1, undefined]);
    await expectNothing(calls.source({deletions: true}), back);
  });

  promises("follows a column of last changes, so that any change arrives", async (calls) => {
    const source = calls.source({follow: "changed"});
    await fill(calls, 1, 2500);
    const first = await collectFrom(source, inputs(2500));
    assert.equal(new Set(keys(first)).size, 2500);
    assert.equal(revisions(first), 0, "what is long past was not taken before");
    await calls.run(`UPDATE calls SET api_name = 'check', changed = '${stamp(start + 3000 * minute)}' WHERE id = 3`);
    const second = await collectFrom(source, inputs(1), first);
    assert.deepEqual([keys(second), revisions(second)], [[3], 1]);
    await calls.run(`UPDATE calls SET changed = '${stamp(start + 3001 * minute)}' WHERE id = 3`);
    await expectNothing(source, second);
  });

  promises("takes all rows that changed at the same time, however many", async (calls) => {
    const source = calls.source({follow: "changed"});
    await fill(calls, 1, 2500);
    await calls.run(`UPDATE calls SET changed = '${stamp(start)}'`);
    const first = await collectFrom(source, inputs(1));
    assert.equal(first.records.length, 1000);
    const second = await collectFrom(source, inputs(1500), first);
    assert.equal(new Set([...keys(first), ...keys(second)]).size, 2500);
    await expectNothing(source, second);
  });

  promises(
    "counts a row as one that may have been taken, when it may have changed while the table was first read",
    async (calls) => {
      await calls.run(insert(range(1, 100)));
      const now = () => start + 100 * minute;
      const {records} = await collectFrom(calls.source({follow: "changed"}), inputs(100), {now});
      assert.deepEqual(
        keys({records: records.filter(({revisedAt}) => revisedAt !== undefined)} as Collected),
        range(41, 100)
      );
    }
  );

  promises("forgets what it read longer ago than the overlap", async (calls) => {
    const source = calls.source();
    await fill(calls, 2, 1600); // a row a minute, so that an hour is 60 rows, and at least 500 are kept
    const first = await collectFrom(source, inputs(1599), {now: () => start + 1600 * minute});
    await calls.run(insert([1]));
    await calls.run("UPDATE calls SET api_name = 'check' WHERE id = 2");
    await expectNothing(source, {...first, now: () => start + 1601 * minute});
    await calls.run("UPDATE calls SET api_name = 'check' WHERE id = 1590");
    assert.deepEqual(keys(await collectFrom(source, inputs(1), first)), [1590]);
  });

  promises("keeps rows that came at once within the overlap, however many, in a bounded cursor", async (calls) => {
    const ids = range(1, 6000).filter((id) => id !== 30);
    for (let i = 0; i < ids.length; i += 1000) await calls.run(insert(ids.slice(i, i + 1000)));
    await calls.run(`UPDATE calls SET access_time = '${stamp(start)}'`);
    const at = {now: () => start};
    const first = await collectFrom(calls.source(), inputs(5999), at);
    assert.ok(JSON.stringify(first.cursor).length < 32_000);
    await expectNothing(calls.source(), {...first, ...at});
    await calls.run(insert([30]));
    const late = await collectFrom(calls.source(), (so) => keys(so).includes(30), {
      ...first,
      now: () => start + 0.9 * hour
    });
    assert.ok(
      late.records.every(({revisedAt}) => revisedAt !== undefined),
      "who lost track must not count rows twice"
    );
    await expectNothing(calls.source(), {...late, now: () => start + hour});
  });

  promises("reads no further while its last batch is not taken", async (calls) => {
    await fill(calls, 1, 6000);
    const controller = new AbortController();
    const batches = calls.source().read(contextOf(controller.signal))[Symbol.asyncIterator]();
    const {value: first} = (await batches.next()) as {value: Batch};
    await setTimeout(300); // a source that did not wait would read on meanwhile
    await calls.run("DELETE FROM calls");
    setTimeout(300).then(() => controller.abort());
    assert.deepEqual([first.read, (await batches.next()).done], [1000, true]);
  });

  promises("says when a table went back, and reads it anew under another id", async (calls) => {
    const source = calls.source();
    await fill(calls, 101, 1600);
    const {cursor} = await collectFrom(source, inputs(1500));
    await calls.run("DELETE FROM calls");
    await expectNothing(source, {cursor});
    await calls.run(insert([5]));
    await assert.rejects(
      collectFrom(source, inputs(1), {cursor}),
      /^Error: table .*calls went back: id 1100 was read, the last is now 5 \(if it was filled anew, give the source another id/
    );
    assert.deepEqual(keys(await collectFrom(source, inputs(1))), [5]);
  });

  promises("keeps no private value in the clear in its cursor", async (calls) => {
    const source = calls.source({columns: {actor: "who"}});
    await calls.run(insert([1, 2]));
    await calls.run("UPDATE calls SET who = 'SECRET'");
    await calls.run("UPDATE calls SET api_name = '' WHERE id = 2");
    const {cursor, records, rejects} = await collectFrom(source, inputs(2));
    assert.doesNotMatch(JSON.stringify([cursor, records, rejects]), /SECRET/);
    assert.equal(records[0]!.actor, hash("SECRET"));
  });
}

/** What holds where a transaction may commit after later ones. */
export function followsLateCommits(kind: string, rigged: (t: TestContext) => Promise<SharedTable>): void {
  test(`${kind}.read() takes what a transaction commits late while others commit`, async (t) => {
    const calls = await rigged(t);
    await calls.run(insert([1]));
    const commit = await calls.hold(insert([2]));
    await calls.run(insert([3]));
    const source = calls.source();
    const before = await collectFrom(source, inputs(2));
    assert.deepEqual(keys(before), [1, 3]);
    await expectNothing(source, before);
    await commit();
    const after = await collectFrom(source, inputs(1), before);
    assert.deepEqual([keys(after), revisions(after)], [[2], 0]);
    await expectNothing(source, after);
  });

  test(`${kind}.read() takes every row once, whenever the transactions of five writers commit`, async (t) => {
    const calls = await rigged(t);
    const pending: (() => Promise<unknown>)[] = [];
    let id = 0;
    const writeOne = async () => {
      pending.push(await calls.hold(insert([++id])));
      if (pending.length > 5) await pending.splice(random(pending.length), 1)[0]!();
    };
    const writing = (async () => {
      for (let i = 0; i < 60; i++) await writeOne();
      for (const commit of pending) await commit();
    })();
    const {records} = await collectFrom(calls.source(), inputs(60));
    await writing;
    assert.deepEqual(
      keys({records} as Collected).sort((a, b) => a - b),
      range(1, 60)
    );
  });
}
