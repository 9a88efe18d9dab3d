import assert from "node:assert/strict";
import {join} from "node:path";
import {test} from "node:test";
import {openLake} from "../../../loaders/lake.ts";
import {requestersPayload} from "../../../loaders/requests/requesters-payload.ts";
import {requestsPayload} from "../../../loaders/requests/requests-payload.ts";
import {fixtureLake} from "../../support/fixture-lake.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const hour = 3_600_000;
const now = Date.parse("2026-03-10T12:30Z");

const request = (id: string, requestedAt: number, processedAt: number | null, requester = "ann") => ({
  observedAt: processedAt ?? requestedAt,
  source: "requests",
  id,
  subject: null,
  requestedAt,
  requester,
  processedAt,
  processor: processedAt === null ? null : "model-1",
  outcome: null
});

test("requestsPayload() counts the latest state of each request up to now", async (t) => {
  const {data, add} = fixtureLake(t);
  const made = now - 2 * hour;
  await add("requests", [
    request("1", made, null),
    request("1", made, made + 90_000),
    request("2", now - hour, null, "bob"),
    request("3", now - 100 * hour, null),
    request("4", now - hour, now + hour),
    request("5", now + hour, null)
  ]);
  const lake = await openLake({data, now});
  t.after(() => lake.close());
  const payload = await requestsPayload(lake);
  const waits = {p50: null, p95: null, p99: null, over50: 60, over95: 60, over99: 60};
  assert.deepEqual(payload.last24h, {requested: 3, processed: 1, delay: waits});
  assert.deepEqual(payload.all, {requested: 4, processed: 1, delay: {...waits, over95: 6000, over99: 6000}});
  assert.equal(payload.open.count, 3);
  assert.equal(payload.open.recent, 2);
  assert.deepEqual(payload.open.oldest[0], {
    id: "3",
    requester: "ann",
    requestedAt: now - 100 * hour,
    waitingMinutes: 6000
  });
  const {hours, delays} = payload;
  assert.equal(hours!.start, Date.parse("2026-03-06T08:00Z"));
  assert.equal(hours!.backlog, 0);
  assert.equal(hours!.requested.length, 101);
  assert.deepEqual(hours!.requested.slice(-3), [1, 2, 0]);
  assert.deepEqual(hours!.processed.slice(-3), [1, 0, 0]);
  assert.equal(hours!.requested[0], 1);
  assert.equal(delays!.hours.edges.length, 361);
  assert.deepEqual(delays!.days.edges.slice(-2), [Date.parse("2026-03-10"), Date.parse("2026-03-11")]);
  const classOf = (seconds: number) => Math.floor(Math.log(seconds) / Math.log(delays!.ratio));
  assert.deepEqual(delays!.days.done.at(-1), [classOf(90), 1]);
  assert.deepEqual(delays!.days.waiting.at(-1), [classOf(3600), 2]);
  assert.equal(
    payload.sentence,
    "3 requested in the last 24 h, 2 of them waiting, half take more than 1 h; 1 older wait, the oldest for 4 days."
  );
  assert.deepEqual(
    payload.meta.sources.map(({id}) => id),
    []
  );
});

test("requestersPayload() leaves the present hour out and compares the rest", async (t) => {
  const {data, add} = fixtureLake(t);
  const rows = Array.from({length: 400}, (_, i) => {
    const made = now - (2 + (i % 200)) * hour;
    const unlucky = i >= 200;
    return request(String(i), made, unlucky ? made + hour : made + 60_000, unlucky ? "bob" : "ann");
  });
  await add("requests", [...rows, request("now", now - 60_000, null, "cleo")]);
  const lake = await openLake({data, now});
  t.after(() => lake.close());
  const {requesters, processors, ranges, daily, weekly, window, sentence} = await requestersPayload(lake);
  assert.deepEqual(window, {from: Date.parse("2025-12-10T12:00Z"), to: Date.parse("2026-03-10T12:00Z")});
  assert.deepEqual(
    requesters.groups.map(({name, late, missing, verdict}) => ({name, late, missing, verdict})),
    [
      {name: "bob", late: 200, missing: 0, verdict: "worse"},
      {name: "ann", late: 0, missing: 0, verdict: "better"}
    ]
  );
  assert.equal(requesters.gini, 0.5);
  assert.deepEqual([requesters.test!.chiSquared, requesters.test!.cramersV], [200, 1]);
  assert.equal(processors.test, null);
  assert.equal(
    weekly.reduce((sum, {requests}) => sum + requests, 0),
    400
  );
  assert.equal(
    weekly.reduce((sum, {imbalanced}) => sum + imbalanced, 0),
    200
  );
  assert.match(sentence, /^bob \(100 %\) is served worse/);
  assert.deepEqual(
    ranges.map(({range, requesters}) => [range, requesters.requests]),
    [
      ["24h", 46],
      ["7d", 334],
      ["30d", 400],
      ["365d", 400]
    ]
  );
  const [, all] = daily.requesters.groups.map(({counts}) => counts.filter((_, i) => i % 4 === 1));
  assert.equal(
    all!.reduce((a, b) => a + b),
    200
  );
});

test("requestsPayload() and requestersPayload() of an empty lake are valid and say so", async (t) => {
  const lake = await openLake({data: join(temporaryFolder(t), "nothing"), now});
  t.after(() => lake.close());
  const requests = await requestsPayload(lake);
  assert.equal(requests.sentence, "No requests yet.");
  assert.deepEqual([requests.hours, requests.delays, requests.open], [null, null, {count: 0, recent: 0, oldest: []}]);
  const requesters = await requestersPayload(lake);
  assert.equal(requesters.sentence, "No requests to compare yet.");
  assert.deepEqual([requesters.window, requesters.weekly], [null, []]);
});
