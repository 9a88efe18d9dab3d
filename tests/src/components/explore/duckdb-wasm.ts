import {createRequire} from "node:module";
import {dirname, join} from "node:path";

const require = createRequire(import.meta.url);
const main = require.resolve("@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs");

interface Connection {
  query(sql: string): unknown;
  prepare(sql: string): {query(...parameters: unknown[]): {toArray(): {toJSON(): Record<string, unknown>}[]}};
}

/** The database of the browser, in Node. */
export async function duckdbWasm(): Promise<Connection> {
  const {createDuckDB, VoidLogger, NODE_RUNTIME} = require(main);
  const bundle = (name: string) => ({mainModule: join(dirname(main), `duckdb-${name}.wasm`), mainWorker: ""});
  const duckdb = await createDuckDB({mvp: bundle("mvp"), eh: bundle("eh")}, new VoidLogger(), NODE_RUNTIME);
  await duckdb.instantiate(() => {});
  duckdb.open({query: {castBigIntToDouble: true, castTimestampToDate: true}});
  return duckdb.connect();
}
