import assert from "node:assert/strict";
import {test} from "node:test";
import {recordBooksCheck} from "../../../../collector/books-check.ts";
import {Catalog} from "../../../../collector/catalog.ts";
import {parseConfig} from "../../../../collector/config.ts";
import {jobPlans} from "../../../../collector/schedule/job-plans.ts";
import {statusOf} from "../../../../collector/schedule/job-status.ts";
import {metricsText} from "../../../../collector/serve/metrics/metrics-text.ts";
import {afterTest} from "../../../support/after-test.ts";
import {cookiesOf, localUsers, logIn, usersFile} from "../../../support/login-session.ts";
import {serveFiles} from "../../../support/serve-files.ts";

test("metricsText() escapes labels and help, and writes what is not finite as Prometheus reads it", () => {
  const samples = [
    {labels: {source: 'a"b\\c\nd'}, value: 1.5},
    {labels: {source: "e"}, value: Number.POSITIVE_INFINITY}
  ];
  assert.equal(
    metricsText([
      {name: "a", help: "One\nand \\ two.", type: "gauge", samples},
      {name: "none", help: "", type: "gauge", samples: []}
    ]),
    '# HELP a One\\nand \\\\ two.\n# TYPE a gauge\na{source="a\\"b\\\\c\\nd"} 1.5\na{source="e"} +Inf\n'
  );
});

test("GET /metrics tells books, lake, jobs, requests, snapshot and process in the text format", async (t) => {
  const [publishJob] = jobPlans(parseConfig({sources: {}})).filter(({name}) => name === "publish");
  const server = await serveFiles(
    t,
    {"index.html": "hello"},
    {jobs: () => [statusOf(publishJob!, catalog, Date.now())]}
  );
  const catalog = new Catalog(server.data);
  afterTest(t, () => catalog.close());
  const file = {dataset: "readings", bytes: 100, minTime: 0, maxTime: 9000} as const;
  catalog.commit({
    kind: "spool",
    at: 1,
    files: [
      {...file, path: "a", rows: 3},
      {...file, path: "b", rows: 3, maxTime: 5000},
      {...file, path: "c", rows: 1, minTime: Date.UTC(2099, 0), maxTime: Date.UTC(2099, 0)}
    ],
    sources: {plant: {cursor: null, read: 9, committed: 7, rejected: 1, dropped: 0}}
  });
  catalog.setState("plant", "running", "", Date.now());
  const books = {read: 9, committed: 7, rejected: 1, spooled: 1, dropped: 0, missing: 0};
  recordBooksCheck(catalog, {at: 2000, through: 1, spoolBytes: 77, sources: {plant: books}});
  for (const [endedAt, ok] of [
    [3000, true],
    [5000, true],
    [7000, false]
  ] as const)
    catalog.addRun({job: "publish", startedAt: endedAt - 500, endedAt, ok, message: ""});
  await server.get("/");
  await server.get("/nowhere");

  const response = await server.get("/metrics");
  assert.equal(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  const text = await response.text();
  for (const line of [
    'weir_source_running{source="plant"} 1',
    'weir_source_inputs_total{source="plant",state="committed"} 7',
    'weir_source_spooled_inputs{source="plant"} 1',
    "weir_spool_bytes 77",
    'weir_lake_rows{dataset="readings"} 7',
    'weir_lake_files{dataset="readings"} 3',
    'weir_lake_observed_through_timestamp_seconds{dataset="readings"} 9',
    'weir_job_runs_total{job="publish",outcome="done"} 2',
    'weir_job_runs_total{job="publish",outcome="failed"} 1',
    'weir_job_last_success_timestamp_seconds{job="publish"} 5',
    'weir_job_last_success_duration_seconds{job="publish"} 0.5',
    'weir_job_late{job="publish"} 1',
    'weir_job_failures{job="publish"} 1',
    'weir_http_requests_total{status="2xx"} 1',
    'weir_http_requests_total{status="4xx"} 1',
    'weir_http_request_duration_seconds_bucket{le="+Inf"} 2',
    "weir_healthy 1",
    "weir_snapshots 1"
  ])
    assert.ok(text.includes(`${line}\n`), `${line} in\n${text}`);
  for (const name of ["process_resident_memory_bytes", "process_open_fds", "weir_snapshot_age_seconds"])
    assert.match(text, new RegExp(`^${name} \\d`, "m"));
  assert.match(text, /^nodejs_eventloop_lag_seconds\{quantile="0.99"\} \d/m);
  const form = /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="[^"]*",?)+\})? (-?[\d.e+-]+|NaN|[+-]Inf))$/;
  for (const line of text.trimEnd().split("\n")) assert.match(line, form);
});

test("GET /metrics is for admins and for the token where there is a login", async (t) => {
  process.env.WEIR_TEST_METRICS = "a-token-of-the-scraper";
  afterTest(t, () => delete process.env.WEIR_TEST_METRICS);
  const login = localUsers(await usersFile(t));
  const server = await serveFiles(t, {"index.html": ""}, {login, metricsToken: {env: "WEIR_TEST_METRICS"}});
  const status = async (headers: Record<string, string>) => (await server.get("/metrics", {headers})).status;
  for (const [user, wanted] of [
    ["operator", 403],
    ["admin", 200]
  ] as const)
    assert.equal(await status({cookie: cookiesOf(await logIn(server.url, {user}))}), wanted);
  assert.equal(await status({authorization: "Bearer a-token-of-the-scraper"}), 200);
  for (const wrong of ["Bearer a-token-of-the-scrapes", "Bearer ", "a-token-of-the-scraper"])
    assert.equal(await status({authorization: wrong}), 401);
  const text = await (await server.get("/metrics", {headers: {authorization: "Bearer a-token-of-the-scraper"}})).text();
  assert.match(text, /^weir_logins_total\{outcome="done"\} 2$/m);
  assert.equal((await server.get("/", {headers: {authorization: "Bearer a-token-of-the-scraper"}})).status, 401);
});

test("createServer() names a secret's variable that is not set", async (t) => {
  await assert.rejects(
    serveFiles(t, {"index.html": ""}, {metricsToken: {env: "WEIR_TEST_UNSET"}}),
    /^Error: server\.metricsToken: not set: WEIR_TEST_UNSET/
  );
});
