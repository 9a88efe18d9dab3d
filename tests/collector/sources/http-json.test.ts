import assert from "node:assert/strict";
import {createServer, type ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import {type TestContext, test} from "node:test";
import type {RequestsCursor} from "../../../collector/sources/http-json/known-requests.ts";
import {httpJson} from "../../../collector/sources/http-json.ts";
import {afterTest} from "../../support/after-test.ts";
import {collectFrom, expectNothing, inputs} from "./collecting.ts";
import {complies, rejectsWell} from "./compliance.ts";

const start = Date.UTC(2024, 6, 9);
const minute = 60_000;
const stamp = (time: number): string => new Date(time).toISOString().slice(0, 19).replace("T", " ");

/** A row as the API writes it; processed a minute after it was asked for. */
const row = (num: number, {processed = true, at = start + num * minute} = {}) => ({
  num,
  file_name: `${num}.wav`,
  request_time: stamp(at),
  request_user: "ann",
  prediction_model: processed ? "m1" : null,
  prediction_result: processed ? "ok" : null,
  prediction_time: processed ? stamp(at + minute) : null
});

/** An API whose rows the test changes. */
async function rig(t: TestContext, options: object = {}) {
  const api = {rows: [] as unknown[], answer: (response: ServerResponse) => response.end(JSON.stringify(api.rows))};
  let server = createServer((_, response) => api.answer(response));
  const listen = (port: number) =>
    new Promise<number>((resolve) =>
      server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port))
    );
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  const port = await listen(0);
  afterTest(t, close);
  const url = `http://127.0.0.1:${port}/requests?token=secret`;
  return {
    api,
    url,
    source: httpJson.create(httpJson.options.parse({url, every: "100ms", ...options}), "/"),
    unplug: close,
    replug: async () => {
      server = createServer((_, response) => api.answer(response));
      await listen(port);
    }
  };
}

const compliant = async (t: TestContext) => {
  const {api, source, unplug, replug} = await rig(t);
  return {
    source,
    feed: () => {
      for (let i = 0; i < 3; i++) api.rows.push(row(api.rows.length + 1));
      return 3;
    },
    spoil: () => api.rows.push({...row(1000), request_time: "yesterday"}),
    unplug,
    replug,
    away: /^cannot read requests: http:\/\/127\.0\.0\.1:\d+\/requests \(nothing listens there\)$/
  };
};
complies("http-json", compliant);
rejectsWell("http-json", compliant);

test("httpJson.read() maps rows to requests", async (t) => {
  const {api, source} = await rig(t, {timeZone: "Asia/Seoul"});
  api.rows = [row(7, {processed: false, at: start})];
  const {records} = await collectFrom(source, inputs(1), {now: () => start + 5});
  assert.deepEqual(records, [
    {
      observedAt: start + 5,
      source: "tested",
      id: "7",
      subject: "7.wav",
      requestedAt: start - 9 * 60 * minute,
      requester: "ann",
      processedAt: null,
      processor: null,
      outcome: null
    }
  ]);
});

test("httpJson.read() records a request again when it is processed, or changes, and not otherwise", async (t) => {
  const {api, source} = await rig(t);
  api.rows = [row(1), row(2, {processed: false}), row(3)];
  const first = await collectFrom(source, inputs(3));
  await expectNothing(source, {cursor: first.cursor});
  api.rows = [row(1), row(2), {...row(3), prediction_result: "better"}];
  const second = await collectFrom(source, inputs(2), {cursor: first.cursor});
  assert.deepEqual(
    second.records.map(({id, outcome}) => [id, outcome]),
    [
      ["2", "ok"],
      ["3", "better"]
    ]
  );
  await expectNothing(source, {cursor: second.cursor});
});

test("httpJson.read() notices a completion however late, with a cursor that stays small", async (t) => {
  const {api, source} = await rig(t, {settleAfter: "1h"});
  api.rows = Array.from({length: 20_000}, (_, i) => row(i + 1, {processed: i !== 0}));
  const first = await collectFrom(source, inputs(20_000));
  assert.ok(first.batches.every(({read}) => read <= 2000));
  const {open, closed} = first.cursor as RequestsCursor;
  assert.deepEqual([Object.keys(open), Object.keys(closed).length], [["1"], 61]);
  await expectNothing(source, {cursor: first.cursor});
  api.rows[0] = row(1);
  const second = await collectFrom(source, inputs(1), {cursor: first.cursor});
  assert.deepEqual(
    second.records.map(({id}) => id),
    ["1"]
  );
  await expectNothing(source, {cursor: second.cursor});
});

test("httpJson.read() loses nothing when it is stopped between two batches", async (t) => {
  const {api, source} = await rig(t, {settleAfter: "1h"});
  api.rows = Array.from({length: 5000}, (_, i) => row(5000 - i));
  const ids = new Set<unknown>();
  let cursor: unknown = null;
  for (let stops = 0; ids.size < 5000 && stops < 10; stops++) {
    for await (const batch of source.read({
      id: "tested",
      cursor,
      signal: new AbortController().signal,
      now: Date.now,
      hash: String,
      running: () => {},
      silent: () => {}
    })) {
      for (const record of batch.records as {id: string}[]) {
        assert.ok(!ids.has(record.id));
        ids.add(record.id);
      }
      cursor = JSON.parse(JSON.stringify(batch.cursor));
      break;
    }
  }
  assert.equal(ids.size, 5000);
});

test("httpJson.read() does not take a request from the future for the end of time", async (t) => {
  const {api, source} = await rig(t, {settleAfter: "1h"});
  const now = () => start + minute;
  api.rows = [row(1, {at: Date.UTC(2090, 0, 1)})];
  const {cursor} = await collectFrom(source, inputs(1), {now});
  api.rows.push(row(2, {at: start}));
  assert.equal((await collectFrom(source, inputs(1), {cursor, now})).records[0]!.id, "2");
});

test("httpJson.read() rejects rows with missing or wrong fields, naming them, until they are right", async (t) => {
  const {api, source} = await rig(t);
  const {prediction_time: _, ...renamed} = row(2);
  api.rows = [
    row(1),
    {...renamed, predicted_at: null},
    {...row(3), request_time: "2024-13-01 00:00"},
    null,
    {...row(5), num: null}
  ];
  const first = await collectFrom(source, inputs(5));
  assert.deepEqual(
    first.rejects.map(({position, reason}) => [position, reason]),
    [
      ["id 2", "missing: prediction_time (map.processedAt)"],
      ["id 3", "request_time is an impossible time: 2024-13-01 00:00"],
      ["row 3", "row is not an object"],
      ["row 4", "empty: num or id (map.id)"]
    ]
  );
  assert.equal(JSON.parse(first.rejects[0]!.raw).file_name, "2.wav");
  await expectNothing(source, {cursor: first.cursor});
  api.rows = [row(1), row(2), row(3)];
  const second = await collectFrom(source, inputs(2), {cursor: first.cursor});
  assert.deepEqual(
    second.records.map(({id}) => id),
    ["2", "3"]
  );
});

test("httpJson.read() keeps of a rejected row only the values of fields that are mapped", async (t) => {
  const {api, source} = await rig(t);
  api.rows = [{...row(1), request_time: "never", email: "ann@example.org", card: {number: 4111}}];
  const {rejects} = await collectFrom(source, inputs(1));
  assert.deepEqual(JSON.parse(rejects[0]!.raw), {...row(1), request_time: "never", email: "…", card: "…"});
});

test("httpJson.options take no password in the URL, and do not show it", () => {
  const {error} = httpJson.options.safeParse({url: "https://ann:secret@example.org/requests"});
  assert.match(error!.message, /holds a user or password/);
  assert.doesNotMatch(error!.message, /secret/);
});

test("httpJson.read() rejects thousands of changed rows only up to a limit, and says so", async (t) => {
  const {api, source} = await rig(t);
  api.rows = Array.from({length: 3000}, (_, i) => ({number: i}));
  const said: string[] = [];
  const {rejects, cursor} = await collectFrom(source, inputs(2000), {running: (message) => said.push(message)});
  assert.equal(rejects.length, 2000);
  await expectNothing(source, {cursor, running: (message) => said.push(message)});
  assert.equal(said.at(-1), "3000 requests, 0 waiting, 1000 more unreadable");
});

test("httpJson.read() takes alternatives and fields that are not there", async (t) => {
  const {api, source} = await rig(t, {map: {id: ["number", "no"], processor: null, subject: ["a", "b"]}});
  const {num, prediction_model: _, file_name: __, ...rest} = row(1);
  api.rows = [{...rest, no: num, b: true}];
  const {records} = await collectFrom(source, inputs(1));
  assert.deepEqual([records[0]!.id, records[0]!.processor, records[0]!.subject], ["1", null, "true"]);
});

test("httpJson.read() sends headers from the environment, and says which is missing", async (t) => {
  const {api, source} = await rig(t, {headers: {authorization: {env: "WEIR_TEST_TOKEN"}}});
  await assert.rejects(collectFrom(source, inputs(1)), /environment variable is not set: WEIR_TEST_TOKEN/);
  process.env.WEIR_TEST_TOKEN = "Bearer secret";
  t.after(() => delete process.env.WEIR_TEST_TOKEN);
  let sent: string | undefined;
  api.answer = (response) => {
    sent = response.req.headers.authorization;
    return response.end(JSON.stringify([row(1)]));
  };
  await collectFrom(source, inputs(1));
  assert.equal(sent, "Bearer secret");
});

test("httpJson.read() says that a server speaks no TLS", async (t) => {
  const {url} = await rig(t);
  const source = httpJson.create(httpJson.options.parse({url: url.replace("http:", "https:")}), "/");
  await assert.rejects(collectFrom(source, inputs(1)), /\(it speaks no TLS: write http:\/\/\)$/);
});

test("httpJson.read() says what is wrong with an answer, and never the query", async (t) => {
  const {api, source} = await rig(t, {maxBytes: 1000, timeout: "300ms"});
  const problems: [(response: ServerResponse) => unknown, RegExp][] = [
    [(response) => response.end('[{"num": 1}, {"num": }]'), /\(malformed JSON at position 21 of 23\)$/],
    [(response) => response.end("[]".slice(1)), /\(malformed JSON at position 0 of 1\)$/],
    [(response) => response.end('{"rows": []}'), /\(not an array but object\)$/],
    [(response) => response.end("null"), /\(not an array but null\)$/],
    [(response) => response.writeHead(503).end(), /\(answered 503, not 200\)$/],
    [(response) => response.writeHead(302, {location: "/elsewhere"}).end(), /\(answered 302, not 200\)$/],
    [(response) => response.end(`[${" ".repeat(2000)}]`), /\(longer than 1000 bytes \(maxBytes\)\)$/],
    [(response) => response.end(Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d])), /\(not valid UTF-8\)$/],
    [() => {}, /\(no answer within 0\.3 s\)$/]
  ];
  for (const [answer, expected] of problems) {
    api.answer = answer as typeof api.answer;
    await assert.rejects(
      collectFrom(source, inputs(1)),
      ({message}: Error) => expected.test(message) && !message.includes("secret"),
      String(expected)
    );
  }
});
