import assert from "node:assert/strict";
import {type TestContext, test} from "node:test";
import {setTimeout} from "node:timers/promises";
import {checkBatch} from "../../../collector/check-batch.ts";
import type {Batch, Cursor, Source} from "../../../collector/source.ts";
import {type DatasetName, datasets} from "../../../data/schema.ts";
import {type Collected, collectFrom, contextOf} from "./collecting.ts";

/** A real input and a source that reads it, polling often. */
export interface Rig {
  source: Source;
  /** Adds good inputs; returns how many records they give. */
  feed: () => number | Promise<number>;
  /** Adds one input that is no record. */
  spoil?(): unknown;
  /** Takes the input away. */
  unplug(): unknown;
  /** Brings it back. */
  replug(): unknown;
  /** What the error says while it is away. */
  away: RegExp;
  /** What comes while nobody listens is lost. */
  live?: boolean;
}

/** What the collector relies on, of every kind of source. */
export function complies(kind: string, rigged: (t: TestContext) => Rig | Promise<Rig>): void {
  test(`${kind}.read() yields balanced batches of records with exactly the schema's columns`, async (t) => {
    const {batches} = await collectFed(await rigged(t));
    assert.ok(batches.length);
    for (const batch of batches) {
      checkBatch(batch);
      const {columns} = datasets[batch.dataset];
      const optional = new Set(columns.filter(({optional}) => optional).map(({name}) => name));
      const expected = columns.flatMap(({name, optional}) => (optional ? [] : [name])).sort();
      for (const record of batch.records)
        assert.deepEqual(
          Object.keys(record)
            .filter((name) => !optional.has(name))
            .sort(),
          expected
        );
    }
  });

  test(`${kind}.read() returns when the signal aborts, while it waits`, async (t) => {
    const {source} = await rigged(t);
    const controller = new AbortController();
    void setTimeout(100).then(() => controller.abort());
    for await (const _ of source.read(contextOf(controller.signal)));
  });

  test(`${kind}.read() goes on from a cursor without loss or repetition`, async (t) => {
    const rig = await rigged(t);
    const first = await collectFed(rig);
    const second = await collectFed(rig, first.cursor);
    const keys = keysOf(first.batches[0]!.dataset, [...first.records, ...second.records]);
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(keys.length, first.expected + second.expected);
  });

  test(`${kind}.read() waits while its last batch is not taken, and loses nothing by it`, async (t) => {
    const rig = await rigged(t);
    const {source} = rig;
    const controller = new AbortController();
    const feeding = feedOnce(rig);
    if (!rig.live) await feeding.done;
    const batches = source.read(contextOf(controller.signal, {running: feeding.running}))[Symbol.asyncIterator]();
    const first = await batches.next();
    await feeding.done;
    let {expected} = feeding;
    for (let i = 0; i < 5; i++) {
      expected += await rig.feed();
      await setTimeout(100); // a source that did not wait would read meanwhile
    }
    const {dataset, records: taken} = first.value as Batch;
    const records: object[] = [...taken];
    while (records.length < expected) records.push(...((await batches.next()).value as Batch).records);
    controller.abort();
    await batches.return?.();
    const keys = keysOf(dataset, records);
    assert.equal(new Set(keys).size, keys.length);
  });

  test(`${kind}.read() throws in words while its input is away, and works when it is back`, async (t) => {
    const rig = await rigged(t);
    await rig.unplug();
    await assert.rejects(
      collectFrom(rig.source, () => false),
      ({message}: Error) => rig.away.test(message) && /^[a-z]/.test(message)
    );
    await rig.replug();
    const {records, expected} = await collectFed(rig);
    assert.equal(records.length, expected);
  });
}

/** What holds of a source whose input can be wrong. */
export function rejectsWell(kind: string, rigged: (t: TestContext) => Rig | Promise<Rig>): void {
  test(`${kind}.read() rejects what is no record, once, and goes on`, async (t) => {
    const rig = await rigged(t);
    const feed = async () => {
      const before = await rig.feed();
      await rig.spoil!();
      return before + (await rig.feed());
    };
    const {rejects, cursor} = await collectFed({...rig, feed}, null, 1);
    assert.equal(rejects.length, 1);
    for (const {reason, position, raw} of rejects) assert.ok(reason && position && raw);
    assert.deepEqual((await collectFed(rig, cursor)).rejects, []);
  });
}

/** Collects what is fed: before the start, or once it listens. */
async function collectFed(rig: Rig, cursor: Cursor = null, bad = 0): Promise<Collected & {expected: number}> {
  const feeding = feedOnce(rig);
  if (!rig.live) await feeding.done;
  const enough = ({records, rejects}: Collected) => records.length >= feeding.expected && rejects.length >= bad;
  const collected = await collectFrom(rig.source, enough, {cursor, running: feeding.running});
  return {...collected, expected: feeding.expected};
}

/** Feeds at once, or when a live source first says that it listens; until then any number of records is expected. */
function feedOnce({feed, live}: Rig): {running: () => void; expected: number; done: Promise<void>} {
  const feeding = {expected: Number.POSITIVE_INFINITY, running: () => {}, done: Promise.resolve()};
  const note = (count: number) => {
    feeding.expected = count;
  };
  const start = () => {
    const fed = feed();
    if (typeof fed === "number") note(fed);
    return Promise.resolve(fed).then(note);
  };
  if (!live) feeding.done = start();
  else
    feeding.done = new Promise((resolve, reject) => {
      let started = false;
      feeding.running = () => {
        if (!started) start().then(resolve, reject);
        started = true;
      };
    });
  return feeding;
}

const keysOf = (dataset: DatasetName, records: object[]): string[] =>
  records.map((record) => JSON.stringify(datasets[dataset].key.map((column) => (record as Row)[column])));

type Row = Record<string, unknown>;
