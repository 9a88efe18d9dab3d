import assert from "node:assert/strict";
import {test} from "node:test";
import {LiveReadings} from "../../../collector/live-readings.ts";
import type {Reading} from "../../../data/schema.ts";
import {serveFiles} from "../../support/serve-files.ts";

const reading = (series: string, value: number, time = 0): Reading => ({
  time,
  source: "machine",
  series,
  value,
  quality: "good"
});

/** Yields the data of each server-sent event. */
async function* events(response: Response): AsyncGenerator<Reading[]> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, {stream: true});
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const event = text.slice(0, end);
      text = text.slice(end + 2);
      if (event.startsWith("data: ")) yield JSON.parse(event.slice("data: ".length));
    }
  }
}

test("/api/stats gives traffic and load, and null for what was never measured", async (t) => {
  const live = new LiveReadings();
  const server = await serveFiles(t, undefined, {live});
  live.publish(reading("network/sent", 12.5));
  live.publish(reading("network/received", 80));
  live.publish(reading("cpu/usage", 31));
  const response = await server.get("/api/stats");
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.deepEqual(await response.json(), {
    network_stats: {kbps_sent: 12.5, kbps_recv: 80},
    system_performance: {cpu_usage: 31, memory_usage: null}
  });
});

test("/api/live sends the newest of every series, then what is new", async (t) => {
  const live = new LiveReadings();
  live.publish(reading("cpu/usage", 1));
  const server = await serveFiles(t, undefined, {live});
  const response = await server.get("/api/live");
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  assert.equal(response.headers.get("x-content-type-options"), "nosniff");
  const stream = events(response);
  assert.deepEqual((await stream.next()).value, [reading("cpu/usage", 1)]);
  live.publish(reading("cpu/usage", 2, 1));
  live.publish(reading("cpu/usage", 3, 2));
  live.publish(reading("memory/usage", 40, 2));
  assert.deepEqual((await stream.next()).value, [reading("cpu/usage", 3, 2), reading("memory/usage", 40, 2)]);
  await stream.return(undefined);
});

test("/api/live leaves streams to others than the address that has a hundred", async (t) => {
  const server = await serveFiles(t, undefined, {live: new LiveReadings(), proxies: ["127.0.0.1"]});
  const open = async (ip: string) => (await server.get("/api/live", {headers: {"x-forwarded-for": ip}})).status;
  const statuses = await Promise.all(Array.from({length: 103}, (_, i) => open(`2001:db8::${i.toString(16)}`)));
  assert.deepEqual(
    [200, 429].map((wanted) => statuses.filter((status) => status === wanted).length),
    [100, 3]
  );
  assert.equal(await open("192.0.2.1"), 200);
});

test("/api/chart-data gives six counts an API", async (t) => {
  const data = {check_license: [1, 2, 3, 4, 5, 6]};
  const server = await serveFiles(t, undefined, {chartData: async () => data});
  assert.deepEqual(await (await server.get("/api/chart-data")).json(), {
    labels: ["0-4", "4-8", "8-12", "12-16", "16-20", "20-24"],
    data
  });
});

test("the APIs answer 503 with the reason where no collector runs", async (t) => {
  const server = await serveFiles(t, {"index.html": ""});
  for (const path of ["/api/stats", "/api/live", "/api/chart-data"]) {
    const response = await server.get(path);
    assert.deepEqual(
      [response.status, await response.json()],
      [503, {error: "no collector in this process (run: weir up)"}]
    );
  }
});

test("an API that fails says nothing of its insides to the client", async (t) => {
  const said: string[] = [];
  const chartData = async () => {
    throw new Error("cannot read /private/lake");
  };
  const server = await serveFiles(t, undefined, {chartData, say: (line) => said.push(line)});
  const response = await server.get("/api/chart-data");
  assert.deepEqual([response.status, await response.json()], [500, {error: "internal error"}]);
  assert.deepEqual(said, ["request failed: GET /api/chart-data (cannot read /private/lake)"]);
});

test("/api/alerts lists what is out, and says null where nobody watches", async (t) => {
  const list = async (alerts?: () => object[]) =>
    (await (await serveFiles(t, undefined, {alerts})).get("/api/alerts")).json();
  assert.deepEqual(await list(() => [{id: "17", series: "001/flow"}]), {alerts: [{id: "17", series: "001/flow"}]});
  assert.deepEqual(await list(() => []), {alerts: []});
  assert.deepEqual(await list(), {alerts: null});
});
