import assert from "node:assert/strict";
import {once} from "node:events";
import {readFileSync, rmSync} from "node:fs";
import {createServer, type IncomingHttpHeaders} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {type TestContext, test} from "node:test";
import {outputKinds} from "../../../collector/outputs/index.ts";
import {retryAfter} from "../../../collector/outputs/retry-after.ts";
import {signature, webhook} from "../../../collector/outputs/webhook.ts";
import {Courier, courierProblems} from "../../../collector/watch/courier.ts";
import {alertMessage, type Message} from "../../../collector/watch/message.ts";
import {afterTest} from "../../support/after-test.ts";
import {openAlert} from "../../support/open-alert.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {waitFor} from "../../support/wait-for.ts";

interface Received {
  at: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A receiver that answers with these codes in turn, the last one for ever; `hang up` is no answer at all. */
async function receiver(t: TestContext, answers: (number | "hang up")[], headers = {}) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text) => {
      body += text;
    });
    request.on("end", () => {
      received.push({at: performance.now(), headers: request.headers, body});
      const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
      if (answer === "hang up") request.socket.destroy();
      else response.writeHead(answer, headers).end("so be it");
    });
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  afterTest(t, () => {
    server.closeAllConnections();
    server.close();
  });
  return {received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/secret-path`};
}

const alert = openAlert({id: "abc", reason: "8.5 is 112 % above the 4 usual", time: 60_000, raisedAt: 60_000});

const env = {HOOK_SECRET: "rosebud"};
const retry = {first: 5, longest: 20};

async function courierTo(t: TestContext, url: string, {folder = temporaryFolder(t), said = [] as string[]} = {}) {
  const options = webhook.options.parse({url, secret: {env: "HOOK_SECRET"}});
  const create = () => outputKinds.webhook.create(options, {root: folder, env});
  const courier = await Courier.open(
    join(folder, "outbox"),
    {name: "hook", kind: "webhook", send: ["alerts"], create, retry},
    (line) => said.push(line)
  );
  afterTest(t, () => courier.stop());
  return courier;
}

const numbered = (n: number): Message => ({...alertMessage([alert], 0), id: `m${n}`});

test("webhook.deliver() posts the alert with its id, signed so that a receiver can check it", async (t) => {
  const {received, url} = await receiver(t, [204]);
  const courier = await courierTo(t, url);
  await courier.add(alertMessage([alert], 120_000));
  const {headers, body} = await waitFor(() => received[0]);
  assert.deepEqual(JSON.parse(body), {
    id: "abc.1",
    kind: "alerts",
    sent: "1970-01-01T00:02:00.000Z",
    alerts: [{sensor_id: "001", time: "1970-01-01T00:01:00.000Z", outlier_stage: 3, value: 8.5}],
    details: [{id: "abc", series: "001/flow", detector: "value", reason: "8.5 is 112 % above the 4 usual"}]
  });
  assert.equal(headers["x-weir-id"], "abc.1");
  assert.equal(headers["content-type"], "application/json");
  const timestamp = Number(headers["x-weir-timestamp"]);
  assert.ok(Math.abs(timestamp - Date.now() / 1000) < 3600);
  assert.equal(headers["x-weir-signature"], `sha256=${signature("rosebud", timestamp, body)}`);
  assert.notEqual(signature("rosebud", timestamp, body), signature("rosebud", timestamp + 1, body));
});

test("signature() is the HMAC-SHA256 that others compute", () => {
  // printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac rosebud
  assert.equal(
    signature("rosebud", 1_700_000_000, '{"a":1}'),
    "c1413d72810e0e735a8ecbadc5797451162eaba4f07b43231988177da59eb0a9"
  );
});

test("webhook delivers at least once, in order, through errors, with the same id in each attempt", async (t) => {
  const {received, url} = await receiver(t, [500, "hang up", 429, 408, 200]);
  const said: string[] = [];
  const courier = await courierTo(t, url, {said});
  for (const n of [1, 2, 3, 2]) await courier.add(numbered(n));
  await waitFor(() => courier.status().delivered === 3);
  assert.deepEqual(
    received.map(({headers}) => headers["x-weir-id"]),
    ["m1", "m1", "m1", "m1", "m1", "m2", "m3"]
  );
  assert.equal(courier.status().problem, "");
  assert.equal(said.at(-1), "alerts to hook: delivered again");
  assert.ok(said.every((line) => !line.includes("secret-path") && !line.includes("rosebud")));
});

test("webhook waits as long as Retry-After says", async (t) => {
  const {received, url} = await receiver(t, [503, 429, 200], {"retry-after": "1"});
  const courier = await courierTo(t, url);
  await courier.add(numbered(1));
  await waitFor(() => courier.status().delivered === 1);
  const [first, second, third] = received.map(({at}) => at);
  assert.ok(second! - first! >= 990 && third! - second! >= 990, `${received.map(({at}) => at)}`);
});

test("retryAfter() takes seconds and dates, within bounds", () => {
  const now = Date.parse("2026-11-02T10:00:00Z");
  assert.equal(retryAfter(null, now), null);
  assert.equal(retryAfter("0", now), 0);
  assert.equal(retryAfter(" 120 ", now), 120_000);
  assert.equal(retryAfter("Mon, 02 Nov 2026 10:00:30 GMT", now), 30_000);
  assert.equal(retryAfter("Mon, 02 Nov 2026 09:00:00 GMT", now), 0, "it is over");
  assert.equal(retryAfter("Tue, 02 Nov 2027 10:00:00 GMT", now), 900_000);
  assert.equal(retryAfter("99999999999999999999", now), 900_000);
  assert.equal(retryAfter("soon", now), null);
});

test("webhook keeps what the receiver refuses in a file until somebody takes that away, and goes on", async (t) => {
  const folder = temporaryFolder(t);
  const {received, url} = await receiver(t, [422, 401, 200]);
  const said: string[] = [];
  const courier = await courierTo(t, url, {folder, said});
  for (const n of [1, 2, 3]) await courier.add(numbered(n));
  await waitFor(() => courier.status().delivered === 1);
  const {problem, dropped, refused, pending} = courier.status();
  assert.deepEqual([received.length, problem, dropped, pending, refused.count], [3, "", 0, 0, 2]);
  assert.match(
    said[0]!,
    /^alerts to hook: m1 is refused, and kept in .*hook\.ndjson: http:\/\/127\.0\.0\.1:\d+ answers 422/
  );
  const letters = readFileSync(refused.file, "utf8").trim().split("\n");
  assert.deepEqual(
    letters.map((line) => JSON.parse(line)).map(({problem, message}) => [problem.slice(-16), message.id]),
    [
      ["ocessable Entity", "m1"],
      ["401 Unauthorized", "m2"]
    ]
  );
  assert.match(
    courierProblems(courier.status())[0]!,
    /^2 refused: .*hook\.ndjson \(says why; mend that, then: weir alerts resend hook/
  );
  await courier.stop();

  const next = await courierTo(t, url, {folder});
  assert.equal(next.status().refused.count, 2, "a restart forgets none");
  rmSync(refused.file);
  await next.look();
  assert.deepEqual(courierProblems(next.status()), []);
});

test("courier.stop() leaves on disk what was not delivered, and the next one delivers it once", async (t) => {
  const folder = temporaryFolder(t);
  const {received, url} = await receiver(t, [503, 503, 503]);
  const first = await courierTo(t, url, {folder});
  for (const n of [1, 2]) await first.add(numbered(n));
  await waitFor(() => received.length > 0);
  await first.stop();
  const healthy = await receiver(t, [200]);
  const second = await courierTo(t, healthy.url, {folder});
  await second.add(numbered(2));
  await second.add(numbered(3));
  await waitFor(() => second.status().delivered === 3);
  assert.deepEqual(
    healthy.received.map(({headers}) => headers["x-weir-id"]),
    ["m1", "m2", "m3"]
  );
});

test("courier gives each attempt a signal of its own, which stopping aborts", async (t) => {
  const signals: AbortSignal[] = [];
  const create = () => ({
    async deliver({id}: Message, signal: AbortSignal) {
      signals.push(signal);
      if (id === "m3") await once(signal, "abort");
    },
    async close() {}
  });
  const folder = temporaryFolder(t);
  const courier = await Courier.open(folder, {name: "hook", kind: "webhook", send: ["alerts"], create}, () => {});
  for (const n of [1, 2, 3]) await courier.add(numbered(n));
  await waitFor(() => signals.length === 3);
  await courier.stop();
  assert.equal(new Set(signals).size, 3);
  assert.deepEqual(
    signals.map(({aborted}) => aborted),
    [false, false, true]
  );
});

test("webhook names the variable that is missing, and delivers nothing unsigned", async (t) => {
  const {received, url} = await receiver(t, [200]);
  const options = webhook.options.parse({url, secret: {env: "NO_SUCH"}});
  assert.throws(() => webhook.create(options, {root: "/", env: {}}), {
    message: "missing in the environment: NO_SUCH (set it to the secret before Weir starts)"
  });
  assert.equal(received.length, 0);
  const inTheClear = webhook.options.safeParse({url, secret: "rosebud"}).error!.issues[0]!.message;
  assert.equal(inTheClear, 'write {env: "NAME"}, the environment variable that holds it');
  const problem = webhook.options.safeParse({url: "ftp://x", secret: {env: "A"}}).error!.issues[0]!.message;
  assert.equal(problem, "write an address that begins with http:// or https://");
});
