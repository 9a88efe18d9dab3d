import assert from "node:assert/strict";
import {type TestContext, test} from "node:test";
import {checkBatch} from "../../../collector/check-batch.ts";
import type {Cursor, Source} from "../../../collector/source.ts";
import {datasets} from "../../../data/schema.ts";
import {type Collected, collectFrom, contextOf} from "./collecting.ts";

/** A real input and a source that reads it, polling often. */
export interface Rig {
  source: Source;
  /** Adds good inputs; returns how many records they give. */
  feed: () => number;
  /** Adds one input that is no record. */
  spoil?(): void;
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
      const columns = datasets[batch.dataset].columns.map(({name}) => name).sort();
      for (const record of batch.records) assert.deepEqual(Object.keys(record).sort(), columns);
    }
  });

  test(`${kind}.read() returns when the signal aborts, while it waits`, async (t) => {
    const {source} = await rigged(t);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    for await (const _ of source.read(contextOf(controller.signal)));
  });

  test(`${kind}.read() goes on from a cursor without loss or repetition`, async (t) => {
    const rig = await rigged(t);
    const first = await collectFed(rig);
    const second = await collectFed(rig, first.cursor);
    const {key} = datasets[first.batches[0]!.dataset];
    const keys = [...first.records, ...second.records].map((record) =>
      JSON.stringify(key.map((column) => record[column]))
    );
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(keys.length, first.expected + second.expected);
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
    const feed = () => {
      const before = rig.feed();
      rig.spoil!();
      return before + rig.feed();
    };
    const {rejects, cursor} = await collectFed({...rig, feed}, null, 1);
    assert.equal(rejects.length, 1);
    for (const {reason, position, raw} of rejects) assert.ok(reason && position && raw);
    assert.deepEqual((await collectFed(rig, cursor)).rejects, []);
  });
}

/** Collects what is fed: before the start, or once it listens. */
async function collectFed(
  {source, feed, live}: Rig,
  cursor: Cursor = null,
  bad = 0
): Promise<Collected & {expected: number}> {
  let expected = live ? 0 : feed();
  const running = () => {
    if (live && expected === 0) expected = feed();
  };
  const enough = ({records, rejects}: Collected) => records.length >= expected && rejects.length >= bad;
  const collected = await collectFrom(source, enough, {cursor, running});
  return {...collected, expected};
}
