import type {AsyncDuckDB, AsyncDuckDBConnection} from "npm:@duckdb/duckdb-wasm";

/** DuckDB in a worker of its own. */
export interface DuckdbProcess {
  database: AsyncDuckDB;
  connection: AsyncDuckDBConnection;
  /** Names a file that is read from an address, of which only what a query needs is fetched. */
  addRemote(name: string, url: string): Promise<void>;
  /** Ends it whatever it does; what was asked is never answered. */
  terminate(): void;
}

const module = import.meta.resolve("npm:@duckdb/duckdb-wasm/dist/duckdb-eh.wasm");
const script = import.meta.resolve("npm:@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js");

/** Starts a DuckDB: numbers come as numbers and times as Dates. The worker loads while the library does. */
export async function startDuckdb(): Promise<DuckdbProcess> {
  const worker = new Worker(script);
  const {AsyncDuckDB, DuckDBDataProtocol, VoidLogger} = await import("npm:@duckdb/duckdb-wasm");
  const database = new AsyncDuckDB(new VoidLogger(), worker);
  await database.instantiate(module);
  await database.open({
    query: {castBigIntToDouble: true, castDecimalToDouble: true, castTimestampToDate: true, castDurationToTime64: true}
  });
  return {
    database,
    connection: await database.connect(),
    addRemote: (name, url) => database.registerFileURL(name, url, DuckDBDataProtocol.HTTP, false),
    terminate: () => worker.terminate()
  };
}
