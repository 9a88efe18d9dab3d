import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import test from "node:test";
import {day, hour, minute} from "../../../../data/demo/calendar.ts";
import {historyImports, writeHistory} from "../../../../data/demo/history.ts";
import {type ApiRequest, requestsApi} from "../../../../data/demo/live/requests-api.ts";
import {anchor, temporaryFolder, until} from "../fixture.ts";

test("requestsApi(port) shows seven days, and completes requests late", async (t) => {
  const clock = {now: anchor};
  const api = await requestsApi(0, anchor, {now: () => clock.now});
  t.after(() => api.stop());
  const get = async () => (await (await fetch(`http://127.0.0.1:${api.port}/requests`)).json()) as ApiRequest[];

  const first = await get();
  assert.deepEqual(Object.keys(first[0]!), [
    "num",
    "file_name",
    "request_time",
    "request_user",
    "prediction_model",
    "prediction_result",
    "prediction_time"
  ]);
  const times = first.map(({request_time}) => Date.parse(`${request_time.replace(" ", "T")}Z`));
  assert.ok(Math.min(...times) > anchor - 7 * day && Math.min(...times) < anchor - 6.9 * day);
  assert.ok(Math.max(...times) <= anchor);
  assert.deepEqual(new Set(first.map(({num}) => num)).size, first.length);

  const waiting = new Set<number>();
  const completed = new Set<number>();
  await until(async () => {
    clock.now += 20_000;
    for (const {num, prediction_time, prediction_result} of await get()) {
      assert.equal(prediction_time === null, prediction_result === null);
      if (prediction_time === null) waiting.add(num);
      else if (waiting.has(num)) completed.add(num);
    }
    return completed.size >= 3;
  });
  assert.ok(clock.now < anchor + 15 * minute);
});

test("requestsApi(port) goes on with the numbers of the history", async (t) => {
  const dir = temporaryFolder(t);
  await writeHistory(dir, anchor, {days: 3});
  const api = await requestsApi(0, anchor, {now: () => anchor + hour});
  t.after(() => api.stop());
  const shown = (await (await fetch(`http://127.0.0.1:${api.port}/requests`)).json()) as ApiRequest[];
  const rows = readFileSync(historyImports(dir)[4]!.file, "utf8").trimEnd().split("\n").slice(1);
  const [num, fileName] = rows.at(-1)!.split(",");
  assert.equal(shown.find((request) => request.num === Number(num))!.file_name, fileName);
  assert.equal(shown.filter((request) => request.num > Number(num))[0]!.num, Number(num) + 1);
});

test("requestsApi(port) answers other paths with 404 and says what to ask for", async (t) => {
  const api = await requestsApi(0, anchor, {now: () => anchor});
  t.after(() => api.stop());
  const response = await fetch(`http://127.0.0.1:${api.port}/`);
  assert.equal(response.status, 404);
  assert.deepEqual(await response.json(), {error: "not found: / (ask for /requests)"});
});

test("requestsApi(port) refuses a port that is taken", async (t) => {
  const api = await requestsApi(0, anchor, {now: () => anchor});
  t.after(() => api.stop());
  await assert.rejects(requestsApi(api.port, anchor, {now: () => anchor}), {
    message: `cannot listen on port: ${api.port} (another program has it: stop it, or set WEIR_DEMO_PORT)`
  });
});
