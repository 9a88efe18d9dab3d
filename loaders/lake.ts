import {tmpdir} from "node:os";
import type {Writable} from "node:stream";
import {type DuckDBConnection, DuckDBInstance} from "@duckdb/node-api";
import {type Dataset, type DatasetName, datasetNames, datasets} from "../data/schema.ts";
import type {Settings} from "../data/settings.ts";
import {datasetQuery, latestQuery} from "./lake/dataset-query.ts";
import {Fragment, fragment, identifier, literal, type Parameter} from "./lake/fragment.ts";
import {type LakeSource, readCatalog} from "./lake/lake-catalog.ts";
import {numericColumns} from "./lake/numeric-columns.ts";
import {observedThrough} from "./lake/observed-through.ts";
import {plain} from "./lake/plain.ts";
import {noteRead} from "./lake/reads.ts";
import {type CountedOnly, findRevised} from "./lake/revised.ts";
import {spillFolder} from "./lake/spill-folder.ts";
import {stateOf} from "./lake/state.ts";
import {throughFile} from "./lake/through-file.ts";

export interface LakeOptions {
  /** Folder of catalog and lake. */
  data?: string;
  /** Reads the lake as it was after this commit of the catalog. */
  commit?: number;
  /** The instant that counts as now, ms UTC. */
  now?: number;
}

/** Half-open range of a dataset's time column, ms UTC. */
export interface TimeRange {
  from?: number;
  to?: number;
}

export interface ParquetOptions {
  compression?: "zstd" | "snappy";
  /** Rows of a row group, a multiple of 2,048. */
  rowGroupSize?: number;
}

/** Columns of a query as typed arrays; null is NaN and times are ms. */
export type NumericColumns<Name extends string> = Record<Name, Float64Array>;

/**
 * Read-only SQL over the files that the catalog lists. Views: `readings` and `events` (as last revised), `requests` (the latest observation
 * of each), `requestVersions` (all), `licences` (all versions), `licencesNow` (the latest, not deleted), `rejects`.
 */
export interface Lake {
  /** The catalog's commit that is read; 0 when the lake is empty. */
  readonly commit: number;
  readonly now: number;
  /** Folder of catalog and lake. */
  readonly data: string;
  readonly settings: Settings;
  /** All that have ever reported. */
  readonly sources: LakeSource[];
  readonly sourceIds: string[];
  /** Where a source stands; undefined when it has not reported yet. */
  source(id: string): LakeSource | undefined;
  /** Rows as plain objects; timestamps and dates are ms UTC, whole numbers are numbers. Pass times as Dates. */
  sql<Row = Record<string, unknown>>(strings: TemplateStringsArray, ...parameters: Parameter[]): Promise<Row[]>;
  /** A piece of SQL for use inside `sql`, `columns` and `copyTo`. */
  fragment(strings: TemplateStringsArray, ...parameters: Parameter[]): Fragment;
  /** A dataset's rows within a time range as a FROM item; files outside the range are not opened. */
  rows(dataset: DatasetName, range: TimeRange): Fragment;
  /** A query of numbers only, by column: for series too long to be objects. */
  columns<Name extends string>(query: Fragment): Promise<NumericColumns<Name>>;
  /** Writes a query as Parquet (v2, zstd) to a file, or to a stream: `process.stdout` in a data loader. */
  copyTo(query: Fragment, target: string | Writable, options?: ParquetOptions): Promise<void>;
  /** Latest instant of a dataset by now, of one source if given; null when there is none. */
  observedThrough(dataset: DatasetName, source?: string): Promise<number | null>;
  close(): void;
}

/** What a payload says of the data it was made from. Made by `payloadMeta`. Times are ms UTC. */
export interface PayloadMeta {
  builtAt: number;
  /** What counted as now while building. */
  now: number;
  /** Latest instant of the data of all sources named; null without data. */
  observedThrough: number | null;
  sources: SourceMeta[];
  /** IANA zone of hours and days in sentences and profiles. */
  timeZone: string;
  /** How often a new page is to be expected, ms. */
  publishEveryMs: number;
  /** Whether any of the sources is simulated. */
  simulated: boolean;
}

export interface SourceMeta {
  id: string;
  kind: string;
  about: string;
  simulated: boolean;
  state: string;
  message: string;
  observedThrough: number | null;
  freshForMs: number;
  /** Older than `freshForMs` at `now`. */
  stale: boolean;
}

let sharing = false;
const shared = new Map<string, Promise<Lake>>();

/** From now on, whoever opens the same lake in this process gets the same one, which stays open to the end. */
export function shareLake(): void {
  sharing = true;
}

/** Opens the lake for reading. A folder that holds none reads as an empty lake. */
export async function openLake(options: LakeOptions = {}, {schema = datasets} = {}): Promise<Lake> {
  if (!sharing) return open(options, {schema});
  const key = JSON.stringify(options);
  const lake = shared.get(key) ?? open(options, {schema}).then(keptOpen);
  shared.set(key, lake);
  return lake;
}

function keptOpen(lake: Lake): Lake {
  lake.close = () => {};
  return lake;
}

async function open(
  {
    data = process.env.WEIR_DATA ?? "data",
    commit = integer(process.env.WEIR_COMMIT),
    now = process.env.WEIR_NOW ? instant(process.env.WEIR_NOW) : Date.now()
  }: LakeOptions,
  {schema}: {schema: typeof datasets}
): Promise<Lake> {
  const catalog = readCatalog(data, commit);
  const connection = await connect();
  const filesOf = (dataset: DatasetName) => catalog.files.filter((file) => file.dataset === dataset);
  const recorded = (dataset: DatasetName, files = filesOf(dataset)) => datasetQuery(schema[dataset], files);
  const revisions = await findRevisions(connection, (dataset) => [schema[dataset], recorded(dataset)]);
  await createViews(connection, (dataset) => revisions[dataset](recorded(dataset)));
  const latest = new Map<DatasetName, Promise<Map<string, number>>>();

  const note = (name: string) => noteRead(name, () => stateOf(name, catalog, data));
  const noteNamed = ({text}: Fragment) => {
    for (const name of datasetNames)
      if (text.includes(name) || (name === "requests" && text.includes("requestVersions"))) note(name);
  };

  const select = async <Row>(query: Fragment): Promise<Row[]> => {
    noteNamed(query);
    const result = await connection.run(query.text, [...query.values]);
    return (await result.getRowObjectsJS()).map((row) => plain(row) as Row);
  };

  const latestBySource = async (dataset: DatasetName): Promise<Map<string, number>> => {
    const time = identifier(schema[dataset].time);
    const view = dataset === "requests" ? "requestVersions" : dataset;
    const past = `FROM ${view} WHERE ${time} <= epoch_ms(${Math.floor(now)})`;
    const query = new Fragment([`SELECT source, max(${time}) AS time ${past} GROUP BY source`]);
    return new Map((await select<{source: string; time: number}>(query)).map((row) => [row.source, row.time]));
  };

  return {
    commit: catalog.commit,
    now,
    data,
    get settings() {
      note("settings");
      return catalog.settings;
    },
    get sources() {
      for (const {id} of catalog.sources) note(`source ${id}`);
      note("sources");
      return catalog.sources;
    },
    get sourceIds() {
      note("sources");
      return catalog.sources.map(({id}) => id);
    },
    source(id) {
      note(`source ${id}`);
      return catalog.sources.find((source) => source.id === id);
    },
    sql: (strings, ...parameters) => select(fragment(strings, ...parameters)),
    fragment,
    rows(dataset, {from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY}) {
      note(dataset);
      const files = filesOf(dataset).filter((file) => file.maxTime >= from && file.minTime < to);
      const time = identifier(schema[dataset].time);
      const bounds = [
        ...(Number.isFinite(from) ? [`epoch_ms(${Math.ceil(from)}) <= ${time}`] : []),
        ...(Number.isFinite(to) ? [`${time} < epoch_ms(${Math.ceil(to)})`] : [])
      ];
      const query = `SELECT * FROM (${revisions[dataset](recorded(dataset, files))}) WHERE ${["true", ...bounds].join(" AND ")}`;
      return new Fragment([`(${dataset === "requests" ? latestQuery(query) : query})`]);
    },
    async columns<Name extends string>(query: Fragment) {
      noteNamed(query);
      const {text, values} = query;
      const casts = `SELECT COLUMNS(*)::DOUBLE FROM (${text})`;
      const result = await connection.run(casts, [...values]);
      return (await numericColumns(result)) as NumericColumns<Name>;
    },
    copyTo(query, target, {compression = "zstd", rowGroupSize = 122_880} = {}) {
      noteNamed(query);
      const {text, values} = query;
      const options = `FORMAT parquet, PARQUET_VERSION v2, COMPRESSION ${compression}, ROW_GROUP_SIZE ${rowGroupSize}`;
      const write = (path: string) => connection.run(`COPY (${text}) TO ${literal(path)} (${options})`, [...values]);
      return typeof target === "string" ? write(target).then(() => {}) : throughFile(write, target);
    },
    async observedThrough(dataset, source) {
      note(dataset);
      if (source === undefined) return observedThrough(filesOf(dataset), now);
      if (!latest.has(dataset)) latest.set(dataset, latestBySource(dataset));
      return (await latest.get(dataset))?.get(source) ?? null;
    },
    close: () => connection.closeSync()
  };
}

async function connect(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "2",
    temp_directory: await spillFolder(tmpdir()),
    autoinstall_known_extensions: "false"
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'; SET parquet_metadata_cache = true");
  return connection;
}

async function findRevisions(
  connection: DuckDBConnection,
  queryOf: (dataset: DatasetName) => [Dataset, query: string]
): Promise<Record<DatasetName, CountedOnly>> {
  const found = {} as Record<DatasetName, CountedOnly>;
  for (const name of datasetNames) found[name] = await findRevised(connection, ...queryOf(name));
  return found;
}

async function createViews(connection: DuckDBConnection, query: (dataset: DatasetName) => string): Promise<void> {
  for (const name of datasetNames) {
    const view = name === "requests" ? "requestVersions" : name;
    await connection.run(`CREATE VIEW ${identifier(view)} AS ${query(name)}`);
  }
  await connection.run(`CREATE VIEW requests AS ${latestQuery("FROM requestVersions")}`);
  await connection.run(
    `CREATE VIEW "licencesNow" AS SELECT * FROM (${latestQuery("FROM licences")}) WHERE NOT deleted`
  );
}

function integer(text: string | undefined): number | undefined {
  if (!text) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value)) throw new Error(`WEIR_COMMIT: not a commit: ${text} (write a whole number)`);
  return value;
}

function instant(text: string): number {
  const value = Date.parse(text);
  if (Number.isNaN(value))
    throw new Error(`WEIR_NOW: not a time: ${text} (write an ISO time, as in 2026-01-31T12:00Z)`);
  return value;
}
