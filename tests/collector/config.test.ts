import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {join, resolve} from "node:path";
import {test} from "node:test";
import {
  ConfigError,
  type ConfigInput,
  defineConfig,
  parseConfig,
  readConfig,
  settingsOf
} from "../../collector/config.ts";
import {kinds} from "../../collector/sources/index.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const root = "/srv/weir";

function mistakesOf(input: unknown, env: Record<string, string> = {}): string[] {
  try {
    parseConfig(input, {root, env});
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.mistakes;
  }
  return [];
}

const sourceMistakes = (source: unknown): string[] => mistakesOf({sources: {s: source}});

test("parseConfig() reports every mistake at once, each with its key", () => {
  const mistakes = mistakesOf(
    {
      titel: "Weir",
      timeZone: "Mars/Olympus",
      server: {port: 70_000, hots: "localhost"},
      lake: {every: "soon"},
      scaling: {series: "a/b", capacity: 0},
      sources: {
        Bad: {kind: "system"},
        a: {kind: "telepathy"},
        b: {kind: "system", every: "10", freshFor: "never", colour: "red"},
        c: {kind: "logfile"},
        d: null
      }
    },
    {PORT: "http"}
  );
  assert.deepEqual(mistakes.sort(), [
    "PORT: not a port: http (write a number from 0 to 65535)",
    "lake.every: invalid duration: soon (write 10s, 5m, 1h or 7d)",
    "scaling.capacity: too small: 0 (write more than 0)",
    "server.hots: unknown setting",
    "server.port: too large: 70000 (write at most 65535)",
    "sources.Bad: write a name of lower-case letters, digits and dashes",
    `sources.a.kind: unknown: telepathy (write one of ${Object.keys(kinds).join(", ")})`,
    "sources.b.colour: unknown setting",
    "sources.b.every: invalid duration: 10 (write 10s, 5m, 1h or 7d)",
    "sources.b.freshFor: invalid duration: never (write 10s, 5m, 1h or 7d)",
    "sources.c.path: missing (write a text)",
    `sources.d.kind: missing (write one of ${Object.keys(kinds).join(", ")})`,
    "timeZone: unknown time zone: Mars/Olympus (write an IANA name, as in Europe/Rome)",
    "titel: unknown setting"
  ]);
});

test("parseConfig() says how many mistakes a file has", () => {
  assert.throws(() => parseConfig({titel: "", tittle: ""}, {root, env: {}, file: "my.config.ts"}), {
    message: "my.config.ts: 2 mistakes\n  titel: unknown setting\n  tittle: unknown setting"
  });
  assert.throws(() => parseConfig(null, {root, env: {}}), /^Error: weir\.config\.ts: 1 mistake\n {2}\(file\): /);
});

test("parseConfig() names a largest value below the smallest", () => {
  const series = [{match: "*", label: "", unit: "", min: 1, max: 0}];
  assert.deepEqual(mistakesOf({series, scaling: {series: "a/b", capacity: 1, min: 3, max: 2}}), [
    "series.0.max: less than min",
    "scaling.max: less than min"
  ]);
});

test("parseConfig() takes PORT and WEIR_DATA from the environment", () => {
  const {server, data} = parseConfig({server: {port: 1}}, {root, env: {PORT: "8080", WEIR_DATA: "/data"}});
  assert.deepEqual([server.port, data], [8080, "/data"]);
  assert.deepEqual(mistakesOf({}, {PORT: "0"}), []);
  for (const PORT of ["", "-1", "65536", "80.5", "http"])
    assert.deepEqual(mistakesOf({}, {PORT}), [`PORT: not a port: ${PORT} (write a number from 0 to 65535)`]);
});

test("parseConfig() has a default for every setting", () => {
  const config = parseConfig({}, {root, env: {}});
  assert.deepEqual([config.title, config.timeZone, config.server.port], ["Weir", "UTC", 3000]);
  assert.deepEqual([config.data, config.sources, config.scaling], [resolve(root, "data"), [], null]);
});

test("parseConfig() names the mistakes of a directory source", () => {
  assert.deepEqual(sourceMistakes({kind: "directory", folders: {}}), [
    "sources.s.folders: write at least one name: path"
  ]);
  assert.deepEqual(sourceMistakes({kind: "directory", folders: {"a/b": "x"}, every: "1ms"}), [
    "sources.s.every: too short (write 100ms or more)",
    "sources.s.folders.a/b: write a name without spaces and slashes"
  ]);
});

test("parseConfig() names the mistakes of a serial source", () => {
  const serial = {kind: "serial", path: "/dev/ttyUSB0"};
  assert.deepEqual(sourceMistakes({...serial, timeZone: "Nowhere", limits: {flow: {min: "0"}}}), [
    "sources.s.timeZone: unknown time zone: Nowhere (write an IANA name, as in Europe/Rome)",
    "sources.s.limits.flow.min: wrong kind of value: string (write a number)"
  ]);
  assert.deepEqual(sourceMistakes({...serial, limits: {flwo: {min: 0}}}), [
    "sources.s.limits.flwo: no such quantity (the line has flow, pressure)"
  ]);
});

test("parseConfig() names the mistakes of an http-json source", () => {
  assert.deepEqual(
    sourceMistakes({kind: "http-json", url: "ftp://x", map: {id: null, user: "u"}, headers: {a: "secret"}}),
    [
      "sources.s.url: write an http or https URL",
      "sources.s.headers.a: wrong kind of value: string (write settings in braces)",
      "sources.s.map.id: write the name of a field, or a list of alternatives",
      "sources.s.map.user: unknown setting"
    ]
  );
});

test("parseConfig() names the mistakes of a sqlite source", () => {
  const sqlite = {kind: "sqlite", file: "a.db", table: "t"};
  assert.deepEqual(sourceMistakes(sqlite), ["sources.s.dataset: write dataset: events, readings or licences"]);
  assert.deepEqual(sourceMistakes({...sqlite, dataset: "readings", series: "calls", columns: {y: "y"}}), [
    "sources.s.series: write <thing>/<quantity>, as in gateway/calls",
    "sources.s.columns.y: unknown setting"
  ]);
});

test("defineConfig() type-checks the options of each kind", () => {
  const config: ConfigInput = defineConfig({
    sources: {
      machine: {kind: "system", every: "10s", about: "this machine"},
      log: {kind: "logfile", path: "access.log"},
      folders: {kind: "directory", folders: {resources: "resources"}},
      plant: {kind: "serial", path: "/dev/ttyUSB0", simulated: true, line: {pattern: /^(?<flow>\d+)$/}},
      requests: {kind: "http-json", url: "https://example.org/", map: {id: ["num", "id"], processor: null}},
      calls: {kind: "sqlite", file: "l.db", table: "license_log", dataset: "events"},
      gateway: {kind: "sqlite", file: "l.db", table: "traffic_log", dataset: "readings", series: "gateway/calls"},
      licences: {kind: "sqlite", file: "l.db", table: "polygon_manager", dataset: "licences"}
    }
  });
  const {sources} = parseConfig(config, {root, env: {}});
  assert.deepEqual(
    sources.map(({id, kind, simulated}) => `${id}: ${kind}${simulated ? ", simulated" : ""}`),
    [
      "machine: system",
      "log: logfile",
      "folders: directory",
      "plant: serial, simulated",
      "requests: http-json",
      "calls: sqlite",
      "gateway: sqlite",
      "licences: sqlite"
    ]
  );
  // @ts-expect-error: no such kind
  defineConfig({sources: {a: {kind: "telepathy"}}});
  // @ts-expect-error: the path is missing
  defineConfig({sources: {a: {kind: "logfile"}}});
  // @ts-expect-error: an option of another kind
  defineConfig({sources: {a: {kind: "system", path: "x"}}});
  // @ts-expect-error: a column of another dataset
  defineConfig({sources: {a: {kind: "sqlite", file: "f", table: "t", dataset: "events", columns: {value: "y"}}}});
});

test("readConfig() reads a file, its folder being the root of relative paths", async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, "weir.config.ts");
  writeFileSync(file, `export default {title: "Plant", sources: {machine: {kind: "system", freshFor: "1m"}}};\n`);
  const config = await readConfig(file);
  assert.deepEqual([config.root, config.title, config.sources[0]!.freshForMs], [folder, "Plant", 60_000]);
  const {sources} = settingsOf(config);
  assert.deepEqual(sources, {machine: {kind: "system", about: "", simulated: false, freshForMs: 60_000}});
});

test("readConfig() says which file it cannot read", async (t) => {
  const file = join(temporaryFolder(t), "weir.config.ts");
  await assert.rejects(readConfig(file), /^Error: no configuration: .*weir\.config\.ts \(/);
  writeFileSync(file, "export default {");
  await assert.rejects(readConfig(file), /^Error: cannot read .*weir\.config\.ts: /);
});
