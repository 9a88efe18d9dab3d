import assert from "node:assert/strict";
import {Spool} from "../../collector/spool.ts";
import type {SpoolRecord} from "../../collector/spool-record.ts";
import {seeded} from "./random.ts";
import {UnreliableDisk} from "./unreliable-disk.ts";

const folder = "/spool";
const sources = ["a", "b", "c"];

/** What a sequence keeps outside the spool. */
interface World {
  random: () => number;
  /** What the lake took over, by source, and up to which sequence number: as durable as a catalog. */
  lake: Map<string, number[]>;
  watermark: number;
  /** The last number of each source that the spool acknowledged. */
  acknowledged: Map<string, number>;
}

/**
 * Plays one random life of a spool on an unreliable disk: sources count upwards and repeat what was refused, a lake takes
 * over and releases, the power is cut three times. After every cut, each source's numbers in lake and spool together
 * must be 1, 2, 3 ... once each, up to at least the last one acknowledged.
 *
 * @throws AssertionError naming what was lost or doubled
 */
export async function playSpoolSequence(seed: number): Promise<void> {
  const random = seeded(seed);
  const disk = new UnreliableDisk(random, random() < 0.5 ? 0 : 0.08);
  const segmentBytes = 1 + Math.floor(random() * 1000);
  const world: World = {
    random,
    lake: new Map(sources.map((source) => [source, []])),
    watermark: 0,
    acknowledged: new Map(sources.map((source) => [source, 0]))
  };
  for (let cuts = 0; ; cuts++) {
    const spool = await Spool.open(folder, {segmentBytes, watermark: world.watermark}, {files: disk.boot()});
    const reached = await check(spool, world);
    if (cuts === 3) return;
    const living = live(spool, world, reached);
    for (let ticks = Math.floor(random() * 400); ticks > 0; ticks--) await Promise.resolve();
    disk.cut();
    await living;
  }
}

/** Every source and the lake at once, until the power goes. */
async function live(spool: Spool, world: World, reached: Map<string, number>): Promise<void> {
  await Promise.all([
    ...sources.map((source) => count(spool, world, source, reached.get(source)!)),
    takeOver(spool, world)
  ]);
}

const powerIsOff = (error: unknown): boolean => (error as Error).message === "no power";

async function count(spool: Spool, {random, acknowledged}: World, source: string, from: number): Promise<void> {
  for (let n = from + 1; n < from + 20; ) {
    try {
      await spool.append(batch(source, n, random));
      acknowledged.set(source, n++);
    } catch (error) {
      if (powerIsOff(error)) return;
    }
  }
}

async function takeOver(spool: Spool, world: World): Promise<void> {
  for (let turn = 0; turn < 8; turn++) {
    try {
      for (let ticks = Math.floor(world.random() * 60); ticks > 0; ticks--) await Promise.resolve();
      const range: SpoolRecord[] = [];
      for await (const record of spool.read(world.watermark)) range.push(record);
      for (const {source, cursor} of range) world.lake.get(source)!.push(cursor as number);
      world.watermark = range.at(-1)?.seq ?? world.watermark;
      await spool.release(world.watermark);
    } catch (error) {
      if (powerIsOff(error)) return;
    }
  }
}

/** What each source has reached. */
async function check(spool: Spool, {lake, watermark, acknowledged}: World): Promise<Map<string, number>> {
  const found = new Map([...lake].map(([source, numbers]) => [source, [...numbers]]));
  for await (const {source, cursor} of spool.read(watermark)) found.get(source)!.push(cursor as number);
  for (const [source, numbers] of found) {
    assert.deepEqual(
      numbers,
      numbers.map((_, i) => i + 1),
      `${source}: lost, doubled or out of order`
    );
    assert.ok(
      numbers.length >= acknowledged.get(source)!,
      `${source}: ${acknowledged.get(source)} acknowledged, ${numbers.length} there`
    );
  }
  return new Map([...found].map(([source, numbers]) => [source, numbers.length]));
}

function batch(source: string, n: number, random: () => number): Omit<SpoolRecord, "seq"> {
  const raw = "x".repeat(Math.floor(random() * 110)); // some records cross sectors
  return {
    source,
    at: 0,
    dataset: "readings",
    read: 1,
    cursor: n,
    records: [],
    rejects: [{reason: "", position: "", raw}]
  };
}
