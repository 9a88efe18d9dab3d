/** One step of a series: mean, lowest and highest value, at the step's start in UTC ms. */
export interface Step {
  time: number;
  mean: number;
  min: number;
  max: number;
}

export interface StepQuery {
  series: string;
  /** Half-open span, UTC ms. */
  from: number;
  to: number;
  /** Length of a step, ms. */
  step: number;
}

interface Database {
  query<Row>(sql: string, params?: unknown[]): Promise<Iterable<Row>>;
}

interface Table {
  database: Database;
  name: string;
}

let starting: Promise<Database> | undefined;
const tables = new Map<string, Promise<Table>>();

/** DuckDB, fetched when first needed and kept for the life of the page. */
function start(): Promise<Database> {
  starting ??= import("npm:@observablehq/duckdb").then(({DuckDBClient}) => DuckDBClient.of());
  starting.catch(() => (starting = undefined));
  return starting;
}

/** A Parquet file as a table, read once. */
function tableOf(url: string): Promise<Table> {
  const known = tables.get(url);
  if (known) return known;
  const reading = read(url, `readings${tables.size}`);
  tables.set(url, reading);
  reading.catch(() => tables.delete(url));
  return reading;
}

async function read(url: string, name: string): Promise<Table> {
  const database = await start();
  await database.query(`CREATE OR REPLACE TABLE ${name} AS SELECT * FROM parquet_scan('${url.replaceAll("'", "''")}')`);
  return {database, name};
}

/** Means by steps of a Parquet file of hourly statistics (time, series, mean, min, max, n). */
export const hourlySteps = (url: string, query: StepQuery): Promise<Step[]> =>
  steps(url, query, "sum(mean * n) / sum(n) AS mean, min(min) AS min, max(max) AS max");

/** Means by steps of a Parquet file of single readings (time, series, value). */
export const readingSteps = (url: string, query: StepQuery): Promise<Step[]> =>
  steps(url, query, "avg(value) AS mean, min(value) AS min, max(value) AS max");

async function steps(url: string, {series, from, to, step}: StepQuery, measures: string): Promise<Step[]> {
  const {database, name} = await tableOf(url);
  const rows = await database.query<Step>(
    `SELECT floor(epoch_ms(time) / ?) * ? AS time, ${measures} FROM ${name}
    WHERE series = ? AND time >= epoch_ms(CAST(? AS BIGINT)) AND time < epoch_ms(CAST(? AS BIGINT))
    GROUP BY 1 ORDER BY 1`,
    [step, step, series, from, to]
  );
  return Array.from(rows, ({time, mean, min, max}) => ({time, mean, min, max}));
}
