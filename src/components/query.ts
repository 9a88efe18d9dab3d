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

const databases = new Map<string, Promise<Database>>();

/** Reads a Parquet file into DuckDB, which is fetched when first needed; both are kept for the life of the page. */
function open(url: string): Promise<Database> {
  const opened = databases.get(url);
  if (opened) return opened;
  const opening = load(url);
  databases.set(url, opening);
  opening.catch(() => databases.delete(url));
  return opening;
}

async function load(url: string): Promise<Database> {
  const {DuckDBClient} = await import("npm:@observablehq/duckdb");
  const database = await DuckDBClient.of();
  await database.query(`CREATE TABLE readings AS SELECT * FROM parquet_scan('${url.replaceAll("'", "''")}')`);
  return database;
}

/** Means by steps of a Parquet file of hourly statistics (time, series, mean, min, max, n). */
export const hourlySteps = (url: string, query: StepQuery): Promise<Step[]> =>
  steps(url, query, "sum(mean * n) / sum(n) AS mean, min(min) AS min, max(max) AS max");

/** Means by steps of a Parquet file of single readings (time, series, value). */
export const readingSteps = (url: string, query: StepQuery): Promise<Step[]> =>
  steps(url, query, "avg(value) AS mean, min(value) AS min, max(value) AS max");

async function steps(url: string, {series, from, to, step}: StepQuery, measures: string): Promise<Step[]> {
  const database = await open(url);
  const rows = await database.query<Step>(
    `SELECT floor(epoch_ms(time) / ?) * ? AS time, ${measures} FROM readings
    WHERE series = ? AND time >= epoch_ms(CAST(? AS BIGINT)) AND time < epoch_ms(CAST(? AS BIGINT))
    GROUP BY 1 ORDER BY 1`,
    [step, step, series, from, to]
  );
  return Array.from(rows, ({time, mean, min, max}) => ({time, mean, min, max}));
}
