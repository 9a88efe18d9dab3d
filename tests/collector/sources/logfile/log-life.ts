import assert from "node:assert/strict";
import {linesOf} from "../../../../collector/sources/logfile/chunk.ts";
import {type LogCursor, LogReader} from "../../../../collector/sources/logfile/log-reader.ts";
import {blockFor} from "../../../../collector/sources/logfile/read-options.ts";
import {seeded} from "../../../support/random.ts";
import {hash} from "../collecting.ts";
import {LogWorld} from "./log-world.ts";

const maxLineBytes = 256;
const lost = -1;
const nothing = async () => {};

/** A reader that stops and crashes, and what it handed over: numbers of lines, and losses. */
class Collecting {
  readonly output: number[] = [];
  #reader: LogReader | null = null;
  #cursor: LogCursor | null = null;
  #now = 0;

  constructor(
    private readonly path: string,
    private readonly blockBytes: number,
    private readonly random: () => number
  ) {}

  /** Reads what there is. `meanwhile` is called between batches; a crash loses the batch that was not accepted. */
  async poll({mayCrash = false, meanwhile = nothing} = {}): Promise<void> {
    const options = {hash, maxLineBytes, block: blockFor(maxLineBytes, this.blockBytes)};
    this.#reader ??= new LogReader(this.path, this.#cursor, options, () => (this.#now += 10_000));
    try {
      for await (const item of this.#reader.poll()) {
        if ("losses" in item)
          this.#accept(
            item.losses.map(() => lost),
            item.cursor
          );
        else {
          let batch: number[] = [];
          for (const {bytes, end} of linesOf(item)) {
            const text = bytes.toString("latin1");
            if (text.startsWith("#")) continue;
            if (text) batch.push(Number.parseInt(text, 10));
            if (end < item.end && this.random() < 0.8) continue;
            this.#accept(batch, item.cursor(end));
            batch = [];
            if (mayCrash && this.random() < 0.1) return await this.stop();
          }
        }
        if (this.random() < 0.1) await meanwhile();
      }
    } catch (error) {
      await this.stop();
      if (!/no such file|is gone/.test((error as Error).message)) throw error;
    }
  }

  async stop(): Promise<void> {
    await this.#reader?.close();
    this.#reader = null;
  }

  #accept(batch: number[], cursor: LogCursor): void {
    this.output.push(...batch);
    this.#cursor = JSON.parse(JSON.stringify(cursor));
  }
}

/**
 * Plays one random life of a log: it is written, rotated, compressed, cut and deleted, and read by a collector that stops,
 * crashes and is slow. Lines whose bytes exist at the end must have been read once, in the order of their file; for lines
 * that were not read, a loss must have been told at their place; and none where nothing was lost.
 *
 * @throws AssertionError naming the lines
 */
export async function playLogLife(folder: string, seed: number): Promise<void> {
  const random = seeded(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const gentle = random() < 0.4;
  const preamble = random() < 0.3 ? "# the same at the start of every file\n".repeat(120) : "";
  const world = new LogWorld(folder, random, {dated: random() < 0.4, preamble});
  for (let i = below(3); i > 0; i--) {
    world.write(1 + below(4));
    await world.rotate(nothing, false);
    if (random() < 0.5) await world.compress(nothing);
  }
  const start = world.generations - 1;
  world.write(1 + below(4));
  const collecting = new Collecting(world.path, preamble ? 16_384 : 512, random);
  await collecting.poll();

  const change = async (meanwhile: () => Promise<void>) => {
    const harm = gentle ? 0 : random();
    if (harm > 0.97) world.cut();
    else if (harm > 0.94) world.removeLog();
    else if (harm > 0.86) world.remove(random() < 0.4);
    else if (harm > 0.8) await world.copyTruncate(meanwhile, 1 + below(3));
    else {
      const kind = random();
      if (kind < 0.4) world.write(1 + below(8));
      else if (kind < 0.5) world.writeHalf();
      else if (kind < 0.6) world.writeLate();
      else if (kind < 0.75) await world.rotate(meanwhile, random() < 0.3);
      else if (kind < 0.85) await world.copyTruncate(meanwhile, 0);
      else await world.compress(meanwhile);
    }
    if (random() < 0.7) world.create();
  };

  for (let steps = 5 + below(35); steps > 0; steps--) {
    const pollOnce = () => (random() < 0.4 ? collecting.poll({mayCrash: true}) : nothing());
    await change(pollOnce);
    const act = random();
    if (act < 0.6) await collecting.poll({mayCrash: random() < 0.3, meanwhile: () => change(nothing)});
    if (act < 0.1) for (let i = below(12); i > 0; i--) await collecting.poll();
    if (act > 0.85) await collecting.stop();
  }
  world.create();
  world.finishLine();
  for (let quiet = 0, before = -1; quiet < 15; quiet++) {
    await collecting.poll();
    if (collecting.output.length !== before) quiet = 0;
    before = collecting.output.length;
  }
  await collecting.stop();
  check(world, collecting, start);
}

/** @param start the first generation that is to be read: those before were rotated before the first start */
function check({written, wasHarmed, beginAlike}: LogWorld, {output}: Collecting, start: number): void {
  const positions = new Map<number, number>();
  for (const [position, number] of output.entries()) {
    if (number === lost) continue;
    assert.ok(written[number], `no such line: ${number}`);
    assert.ok(!positions.has(number), `read twice: ${number}`);
    assert.ok(written[number].generation >= start, `read, though rotated before the first start: ${number}`);
    positions.set(number, position);
  }
  const wanted = written.map((line, number) => ({...line, number})).filter(({generation}) => generation >= start);
  const unread = wanted.filter(({number}) => !positions.has(number));
  // Where a file is gone, another that begins like it may be taken for a copy of it: then its lines are told to be lost.
  const mayBeTold = wasHarmed && beginAlike;
  assert.deepEqual(
    unread.filter(({gone}) => !gone && !mayBeTold),
    [],
    "not read, though its bytes are there"
  );
  if (!wasHarmed) assert.ok(!output.includes(lost), "told to be lost, though nothing was");
  const read = wanted
    .filter(({number}) => positions.has(number))
    .sort((a, b) => a.generation - b.generation || a.number - b.number);
  for (const [i, line] of read.entries()) {
    const before = read[i - 1];
    if (before?.generation === line.generation)
      assert.ok(positions.get(before.number)! < positions.get(line.number)!, `out of order: ${line.number}`);
  }
  const readFrom = new Set(read.map(({generation}) => generation));
  for (const line of unread) {
    if (line.unknowable || (line.unnoticed && !readFrom.has(line.generation))) continue;
    const before = read.findLast(
      ({generation, number}) => generation < line.generation || (generation === line.generation && number < line.number)
    );
    const from = before ? positions.get(before.number)! : -1;
    const after = read
      .filter(({generation}) => generation > line.generation + 1)
      .map(({number}) => positions.get(number)!);
    const to = Math.min(output.length, ...after);
    assert.ok(output.slice(from + 1, to).includes(lost), `lost without a word: ${line.number}`);
  }
}
