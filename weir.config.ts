import {defineConfig} from "./collector/config.ts";

/** Where everything is kept. Paths are relative to this file. */
const data = process.env.WEIR_DATA ?? "data";

/** Where the simulated installations live, and the port of their requests API. */
const demo = `${data}/simulation`;
const demoPort = process.env.WEIR_DEMO_PORT ?? "3091";

/**
 * What Weir collects, and how the site calls it: the one file to edit. `npx weir validate` names every mistake.
 * Lengths of time are written 500ms, 10s, 5m, 1h or 7d.
 */
export default defineConfig({
  title: "Weir",
  data,

  // Days, nights and hours of the day are meant in this zone, as in Europe/Rome. The simulated plant lives in UTC.
  timeZone: "UTC",

  // Runs three simulated installations. Set it to false, and remove the sources marked `simulated`, to collect only
  // what is yours.
  demo: true,

  server: {host: "localhost", port: 3000},

  // A new report is built this often; so many are kept to look back at.
  publish: {every: "10m", keep: 24},

  // Everything else that runs by itself has its own time, too: `npx weir jobs` lists it. An interval, the wall clock as
  // minute hour day-of-month month day-of-week, and the time after which a run is stopped can be given for each job:
  //   jobs: {retain: {every: "6h"}, train: {at: "30 2 * * sun", timeZone: "Europe/Rome", limit: "3h"}},

  // One entry is one input, under a name of your choice (its id in the lake). After `freshFor` without a new record, the
  // site marks its data as stale.
  sources: {
    // This machine: CPU, memory, network, and the disk that holds the given path.
    machine: {kind: "system", about: "this machine", every: "3s", disk: "/", freshFor: "1m"},

    // An access log in the combined format of nginx and Apache; here the one that Weir's own server writes.
    "access-log": {
      kind: "logfile",
      about: "requests to this site",
      path: `${data}/logs/access.log`,
      format: "combined",
      freshFor: "1d"
    },

    // How many subfolders some folders have: a reading `<name>/count` each.
    "own-folders": {kind: "directory", about: "Weir's own folders", every: "1m", folders: {data}},
    folders: {
      kind: "directory",
      about: "folders of a simulated licence server",
      simulated: true,
      every: "1m",
      folders: {resources: `${demo}/resources`, "dummy-resources": `${demo}/dummy-resources`}
    },

    // Meters on a serial port (a real one would be /dev/ttyUSB0) that write lines such as
    //   001 2024-07-09 00:01 227.4 3.61
    // `thing` names the meter, `date` and `time` say when; every other field becomes a reading `<thing>/<field>`. Values
    // outside `limits` cannot be and are kept as suspect.
    plant: {
      kind: "serial",
      about: "three simulated water meters",
      simulated: true,
      path: `${demo}/water-sensors`,
      baudRate: 9600,
      line: {delimiter: " ", fields: ["thing", "date", "time", "flow", "pressure"]},
      timeZone: "UTC",
      limits: {flow: {min: 0, max: 1000}, pressure: {min: 0, max: 16}},
      silenceAfter: "3m",
      freshFor: "5m"
    },

    // Tables of a SQLite database, which is only ever read. `dataset` says what a row is. Licence keys and customers
    // leave this machine as keyed hashes; columns that are not named (here HWID) are not read at all.
    "licence-calls": {
      kind: "sqlite",
      about: "calls to a simulated licence server",
      simulated: true,
      file: `${demo}/licence-server.db`,
      table: "license_log",
      dataset: "events",
      every: "5s",
      key: "id",
      columns: {time: "access_time", subject: "api_name"},
      freshFor: "1h"
    },
    licences: {
      kind: "sqlite",
      about: "licences on a simulated licence server",
      simulated: true,
      file: `${demo}/licence-server.db`,
      table: "polygon_manager",
      dataset: "licences",
      every: "10s",
      columns: {
        id: "key",
        holder: "discordID",
        server: "serverName",
        resources: "allowModels",
        banned: "banned"
      },
      freshFor: "1h"
    },
    gateway: {
      kind: "sqlite",
      about: "API calls a minute of a simulated web service",
      simulated: true,
      file: `${demo}/licence-server.db`,
      table: "traffic_log",
      dataset: "readings",
      every: "10s",
      key: "ds",
      series: "gateway/calls",
      columns: {time: "ds", value: "y"},
      freshFor: "5m"
    },

    // An HTTP API that answers with a JSON array of requests; `map` gives its names for what Weir wants to know. A request
    // whose processing is filled in later is recorded again.
    requests: {
      kind: "http-json",
      about: "requests to a simulated image service",
      simulated: true,
      url: `http://127.0.0.1:${demoPort}/requests`,
      every: "10s",
      map: {
        id: ["num", "id"],
        subject: "file_name",
        requestedAt: "request_time",
        requester: "request_user",
        processor: "prediction_model",
        outcome: "prediction_result",
        processedAt: "prediction_time"
      },
      timeZone: "UTC",
      freshFor: "1h"
    }
  },

  // What series are called on the site, their units, and what they can be at all. The first match wins; * stands for
  // anything.
  series: [
    {match: "001/flow", label: "Flow at 001", unit: "m³/h", min: 0, max: 1000},
    {match: "002/flow", label: "Flow at 002", unit: "m³/h", min: 0, max: 1000},
    {match: "003/flow", label: "Flow at 003", unit: "m³/h", min: 0, max: 1000},
    {match: "001/pressure", label: "Pressure at 001", unit: "bar", min: 0, max: 16},
    {match: "002/pressure", label: "Pressure at 002", unit: "bar", min: 0, max: 16},
    {match: "003/pressure", label: "Pressure at 003", unit: "bar", min: 0, max: 16},
    {match: "gateway/calls", label: "API calls", unit: "calls/min", min: 0},
    {match: "cpu/usage", label: "CPU", unit: "%", min: 0, max: 100},
    {match: "memory/usage", label: "Memory", unit: "%", min: 0, max: 100},
    {match: "disk/usage", label: "Disk", unit: "%", min: 0, max: 100},
    {match: "network/sent", label: "Sent", unit: "kbit/s", min: 0},
    {match: "network/received", label: "Received", unit: "kbit/s", min: 0},
    {match: "resources/count", label: "Resources", unit: "folders", min: 0},
    {match: "dummy-resources/count", label: "Dummy resources", unit: "folders", min: 0},
    {match: "*/count", label: "Subfolders", unit: "folders", min: 0}
  ],

  // The forecasts' models learn anew this often. With `networks: true` a DLinear and an LSTM do so too, which takes minutes.
  train: {every: "7d"},

  // Typical values by series, which say what is usual until a quarter of a year of readings does: the median and the range
  // that nine in ten keep, each as 1 number, 24 (local hours of the day) or 168 (hours of the week from Monday 0:00).
  criteria: "criteria.json",

  // What the serial sources' detectors find from this stage on (2 is caution) is an alert, over after a calm. Outputs are told of
  // alerts, of the ten-minute report, and of what flows at night; further kinds are serial, webhook and email.
  alerts: {
    raiseAt: 2,
    clearAfter: "5m",
    outputs: {
      // panel: {kind: "serial", path: "/dev/ttyUSB1"},
      // duty: {kind: "webhook", url: "https://hooks.example.org/weir", secret: {env: "WEIR_HOOK_SECRET"}, send: ["alerts"]},
      log: {kind: "file", path: `${data}/logs/alerts.log`}
    }
  },

  // The load that servers are planned for. `capacity` is what one of them carries, in the series' unit; `headroom` is the
  // share kept free above the forecast; `boot` and `cooldown` say how long a server takes to start and at least runs.
  scaling: {
    series: "gateway/calls",
    capacity: 120,
    headroom: 0.1,
    boot: "5m",
    cooldown: "10m",
    min: 1,
    max: 16,
    price: 0.12,
    currency: "EUR"
  }
});
