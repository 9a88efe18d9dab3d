import {createReadStream} from "node:fs";
import {type FileHandle, mkdir, open} from "node:fs/promises";
import {join} from "node:path";
import {createInterface} from "node:readline/promises";
import {Catalog} from "../../collector/catalog.ts";
import {readConfig, settingsOf} from "../../collector/config.ts";
import {connectDuckDB, literal} from "../../collector/duckdb.ts";
import {lakeFolder} from "../../collector/folders.ts";
import {importFile} from "../../collector/import.ts";
import {type HistoryImport, historyImports, writeHistory} from "../../data/demo/history.ts";
import {root} from "../../tests/support/root.ts";

const day = 86_400_000;

/** A file of the machine's readings spans so much time at most: an import holds its rows in memory. */
const machineFileMs = 31 * day;

/** For so long the machine itself has been watched at first; the other sources have a year of history. */
const machineDays = 31;

export interface StagesOptions {
  /** With this stage come the machine's readings of the year before it, so far as they are not there. */
  machineYearAt: number;
}

/**
 * What the demo's sources hold by each of some instants (ms UTC, ascending), as files to import one stage after the other:
 * a year before the first, then what came in between. A request that is processed later comes again.
 */
export async function writeStages(
  folder: string,
  instants: readonly number[],
  {machineYearAt}: StagesOptions
): Promise<HistoryImport[][]> {
  const whole = join(folder, "whole");
  await writeHistory(whole, instants.at(-1)!);
  const stages = instants.map((_, stage) => join(folder, String(stage)));
  for (const stage of stages) await mkdir(stage);
  for (const {file, time, source} of historyImports(whole))
    await split(file, {stages, instants, time, end: source === "requests" ? "prediction_time" : null});
  const machine = await writeMachine(stages, instants, machineYearAt);
  return stages.map((stage, i) => [
    ...historyImports(stage),
    ...machine[i]!.map((file): HistoryImport => ({file, dataset: "readings", source: "machine", time: "time"}))
  ]);
}

/** Brings a stage into the lake of the shipped configuration. */
export async function importStage(data: string, stage: readonly HistoryImport[]): Promise<void> {
  const catalog = new Catalog(data);
  try {
    catalog.setSettings(settingsOf(await readConfig(join(root, "weir.config.ts"))));
    for (const request of stage)
      await importFile(request, {lake: lakeFolder(data), catalog, hash: (value) => `hash-of-${value}`});
  } finally {
    catalog.close();
  }
}

interface Split {
  stages: readonly string[];
  instants: readonly number[];
  /** Column of a row's time. */
  time: string;
  /** Column of the time from which on the two last columns are known, which are empty before. */
  end: string | null;
}

/** Deals the rows of a CSV file of ISO times, in any order, to the stages in which they are there. */
async function split(file: string, {stages, instants, time, end}: Split): Promise<void> {
  const lines = createInterface({input: createReadStream(file)});
  const parts = await Promise.all(stages.map((stage) => LinesFile.in(stage, file)));
  const ends = instants.map((instant) => new Date(instant).toISOString());
  const stageOf = (at: string) => ends.findIndex((instant) => at < instant);
  let [timeAt, endAt] = [-1, -1];
  for await (const line of lines) {
    const cells = line.split(",");
    if (timeAt < 0) {
      timeAt = cells.indexOf(time);
      endAt = end === null ? -1 : cells.indexOf(end);
      for (const part of parts) await part.add(line);
      continue;
    }
    const stage = stageOf(cells[timeAt]!);
    const done = endAt < 0 || cells[endAt] === "" ? stage : stageOf(cells[endAt]!);
    if (done !== stage) await parts[stage]!.add([...cells.slice(0, -2), "", ""].join(","));
    if (done >= 0) await parts[done]!.add(line);
  }
  for (const part of parts) await part.close();
}

class LinesFile {
  #text = "";

  private constructor(private readonly file: FileHandle) {}

  static async in(folder: string, like: string): Promise<LinesFile> {
    return new LinesFile(await open(join(folder, like.split("/").at(-1)!), "w"));
  }

  async add(line: string): Promise<void> {
    this.#text += `${line}\n`;
    if (this.#text.length > 2 ** 20) await this.#write();
  }

  async close(): Promise<void> {
    await this.#write();
    await this.file.close();
  }

  async #write(): Promise<void> {
    await this.file.appendFile(this.#text);
    this.#text = "";
  }
}

/**
 * A machine that is read every three seconds or a little later, as its source reads it: full doubles, mostly noise. Returns
 * the files of each stage.
 */
async function writeMachine(
  stages: readonly string[],
  instants: readonly number[],
  machineYearAt: number
): Promise<string[][]> {
  const connection = await connectDuckDB({threads: 2, memory: "1GB"});
  const files: string[][] = stages.map(() => []);
  const begin = instants[0]! - machineDays * day;
  const write = async (stage: number, start: number, end: number) => {
    for (let from = start; from < end; from += machineFileMs) {
      const file = join(stages[stage]!, `machine-${files[stage]!.length}.parquet`);
      files[stage]!.push(file);
      await connection.run(machineQuery(from, Math.min(from + machineFileMs, end), file));
    }
  };
  try {
    await connection.run("SELECT setseed(0.5)");
    for (const [i, end] of instants.entries()) {
      await write(i, i === 0 ? begin : instants[i - 1]!, end);
      if (i === machineYearAt) await write(i, end - 366 * day, begin);
    }
  } finally {
    connection.closeSync();
  }
  return files;
}

const machineQuery = (from: number, to: number, file: string): string => `COPY (
  SELECT make_timestamp(time * 1000) AS time, unnest(['cpu/usage', 'memory/usage', 'disk/usage', 'network/received',
    'network/sent']) AS series, unnest([20 + 15 * random(), 3.4 + 0.1 * random(), 20 + time // 600000 % 1000 / 1000.0,
    if(random() < 0.5, 0, 1500 * random()), if(random() < 0.5, 0, 5 * random())]) AS value
  FROM (SELECT t + (random() * 6)::INTEGER AS time FROM range(${from}, ${to}, 3000) steps(t)))
  TO ${literal(file)} (FORMAT parquet)`;
