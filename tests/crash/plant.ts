import {appendFileSync, mkdirSync, writeFileSync} from "node:fs";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import Database from "libsql";
import {PseudoTerminal} from "../../data/demo/live/pseudo-terminal.ts";
import {type AfterTest, afterTest} from "../support/after-test.ts";
import {root} from "../support/root.ts";

/** Inputs of all kinds that never rest, each numbering what it puts out. */
export interface Plant {
  /** Text of a configuration that collects from it. */
  config: string;
  /** How much each input has put out so far. */
  readonly made: {lines: number; rows: number; requests: number; frames: number};
  /** Puts out no more. */
  rest(): void;
}

const unprocessed = {prediction_model: null, prediction_result: null, prediction_time: null};

/** A log, a database, an HTTP API and a serial line that go on while their collector is killed. */
export async function startPlant(t: AfterTest, folder: string): Promise<Plant> {
  const made = {lines: 0, rows: 0, requests: 0, frames: 0};
  const log = join(folder, "access.log");
  writeFileSync(log, "");
  mkdirSync(join(folder, "resources", "one"), {recursive: true});

  const db = new Database(join(folder, "calls.db"));
  db.exec(
    "PRAGMA journal_mode = WAL; CREATE TABLE license_log (id INTEGER PRIMARY KEY, api_name TEXT, access_time TEXT)"
  );
  const insert = db.prepare("INSERT INTO license_log (api_name, access_time) VALUES (?, ?)");

  const requests: object[] = [];
  const api = createServer((_, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(requests));
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));

  const meter = new PseudoTerminal(join(folder, "meter"));

  const work = setInterval(() => {
    const stamp = new Date().toISOString();
    for (let i = 0; i < 20; i++)
      appendFileSync(
        log,
        `10.0.0.1 - - [21/Nov/2026:00:00:00 +0000] "GET /line/${++made.lines} HTTP/1.1" 200 5 "-" "-"\n`
      );
    for (let i = 0; i < 10; i++) insert.run(`call-${++made.rows}`, stamp);
    requests.push({num: ++made.requests, file_name: "f", request_time: stamp, request_user: "u", ...unprocessed});
    meter.write(Buffer.from(`001 ${++made.frames}\n`));
  }, 20);
  const rest = () => clearInterval(work);
  afterTest(t, () => {
    rest();
    db.close();
    api.close();
    meter.close();
  });
  const {port} = api.address() as AddressInfo;
  const sources = {
    machine: {kind: "system", every: "100ms"},
    folders: {kind: "directory", every: "100ms", folders: {resources: join(folder, "resources")}},
    log: {kind: "logfile", path: log, every: "100ms"},
    calls: {kind: "sqlite", file: join(folder, "calls.db"), table: "license_log", dataset: "events", every: "100ms"},
    api: {kind: "http-json", url: `http://127.0.0.1:${port}/`, every: "100ms"},
    line: {kind: "serial", path: join(folder, "meter"), line: {fields: ["thing", "n"]}}
  };
  const config = `import {defineConfig} from ${JSON.stringify(join(root, "collector/config.ts"))};
export default defineConfig(${JSON.stringify({data: join(folder, "data"), lake: {every: "300ms", compactEvery: "1s"}, sources})} as never);\n`;
  return {config, made, rest};
}
