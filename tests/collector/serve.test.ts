import assert from "node:assert/strict";
import {once} from "node:events";
import {readFile} from "node:fs/promises";
import {connect, createServer as createTcpServer} from "node:net";
import {join} from "node:path";
import {test} from "node:test";
import {parseConfig} from "../../collector/config.ts";
import {jobPlans} from "../../collector/schedule/job-plans.ts";
import {statusOf} from "../../collector/schedule/job-status.ts";
import {createServer} from "../../collector/serve.ts";
import {Snapshots} from "../../collector/snapshots.ts";
import {afterTest} from "../support/after-test.ts";
import {freePort} from "../support/free-port.ts";
import {publishFiles} from "../support/publish-files.ts";
import {serveFiles} from "../support/serve-files.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";
import {waitFor} from "../support/wait-for.ts";

const noon = Date.UTC(2026, 10, 21, 12);

test("server answers 503 with a page that refreshes itself until there is a snapshot", async (t) => {
  const server = await serveFiles(t, undefined, {progress: () => "importing <history>: 40 %"});
  const response = await server.get("/licences");
  const html = await response.text();

  assert.equal(response.status, 503);
  assert.equal(response.headers.get("retry-after"), "2");
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.match(html, /<meta http-equiv="refresh" content="2">/);
  assert.match(html, /importing &lt;history&gt;: 40 %/);

  await publishFiles({"licences.html": "ready"}, {data: server.data, now: noon});
  assert.equal(await (await server.get("/licences")).text(), "ready");
});

test("server tells in /healthz whether it is well, and why not", async (t) => {
  const reasons: string[] = [];
  const server = await serveFiles(t, undefined, {health: () => reasons});
  const health = async () => {
    const response = await server.get("/healthz");
    return [response.status, await response.json()];
  };

  assert.deepEqual(await health(), [503, {status: "failing", reasons: ["no snapshot yet"], snapshot: null}]);
  const {id} = await publishFiles({"index.html": ""}, {data: server.data, now: noon});
  assert.deepEqual(await health(), [200, {status: "ok", reasons: [], snapshot: id}]);
  reasons.push("the disk is full");
  assert.deepEqual(await health(), [503, {status: "failing", reasons: ["the disk is full"], snapshot: id}]);
});

test("server goes on serving in /healthz where only a job is late or an output away, and says so", async (t) => {
  const plan = jobPlans(parseConfig({sources: {}})).find(({name}) => name === "publish")!;
  const success = {job: "publish", startedAt: noon, endedAt: noon + 5000, ok: true, message: ""};
  let now = noon;
  const jobs = () => [statusOf(plan, {lastSuccess: () => success, failures: () => []}, now)];
  const away: string[] = [];
  const server = await serveFiles(t, {"index.html": ""}, {jobs, concerns: () => away});
  const health = async () => {
    const response = await server.get("/healthz");
    const {status, reasons} = (await response.json()) as {status: string; reasons: string[]};
    return [response.status, status, reasons];
  };
  assert.deepEqual(await health(), [200, "ok", []]);
  now += 3_600_000;
  const late = "job publish: late, its last success began 2026-11-21T12:00:00.000Z (see: weir jobs explain publish)";
  assert.deepEqual(await health(), [200, "degraded", [late]]);
  away.push("alerts to panel: away");
  assert.deepEqual(await health(), [200, "degraded", ["alerts to panel: away", late]]);
  assert.match(await (await server.get("/metrics")).text(), /^weir_concerns 2$/m);
});

test("readers never see a mixture while snapshots switch, and never miss an asset of a page they have open", async (t) => {
  const data = temporaryFolder(t);
  const hash = (n: number) => n.toString(16).padStart(8, "0");
  const publishNumber = (n: number) =>
    publishFiles(
      {"index.html": hash(n), [`_file/data.${hash(n)}.json`]: `${n}`},
      {data, now: noon + n * 1000, keep: 50}
    );
  await publishNumber(0);
  const server = await createServer({data, host: "127.0.0.1", port: 0});
  afterTest(t, () => server.close());
  let publishing = true;
  let reads = 0;
  const read = async () => {
    while (publishing) {
      const page = await (await fetch(server.url)).text();
      const asset = await fetch(`${server.url}/_file/data.${page}.json`);
      assert.equal(asset.status, 200);
      assert.equal(hash(Number(await asset.text())), page);
      reads++;
    }
  };
  const readers = Array.from({length: 8}, read);
  for (let n = 1; n <= 20; n++) await publishNumber(n);
  await waitFor(() => reads > 50);
  publishing = false;
  await Promise.all(readers);
  assert.equal(await (await fetch(server.url)).text(), hash(20));
});

test("server gives older snapshots below /snapshots/<id>/", async (t) => {
  const server = await serveFiles(t, {"index.html": "old", "snapshots.html": "the list"});
  await publishFiles({"index.html": "new", "snapshots.html": "the list"}, {data: server.data, now: noon + 1000});

  assert.equal(await (await server.get("/")).text(), "new");
  assert.equal(await (await server.get(`/snapshots/${server.id}/`)).text(), "old");
  assert.equal(await (await server.get("/snapshots")).text(), "the list");
  const bare = await server.get(`/snapshots/${server.id}?a=1`);
  assert.deepEqual([bare.status, bare.headers.get("location")], [308, `/snapshots/${server.id}/?a=1`]);
  assert.equal((await server.get("/snapshots/20200101T000000Z-00000000/")).status, 404);
});

test("server follows a rollback at once", async (t) => {
  const server = await serveFiles(t, {"index.html": "old"});
  await publishFiles({"index.html": "new"}, {data: server.data, now: noon + 1000});
  assert.equal(await (await server.get("/")).text(), "new");
  await new Snapshots(server.data).switchTo(server.id!);
  assert.equal(await (await server.get("/")).text(), "old");
});

test("server logs every request in the combined format, and no request can forge a line", async (t) => {
  const server = await serveFiles(t, {"index.html": "hello"});
  await server.get("/?q=1", {headers: {referer: 'http://x/"', "user-agent": "agent\\ \xe9"}});
  await server.get("/missing", {method: "HEAD"});
  const log = await waitFor(async () => {
    const lines = (await readFile(join(server.data, "logs/access.log"), "utf8")).split("\n").slice(0, -1);
    return lines.length === 2 && lines;
  });

  const time = String.raw`\[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000\]`;
  const agent = String.raw`"http://x/\\x22" "agent\\x5C \\xE9"`;
  assert.match(log[0]!, new RegExp(`^127\\.0\\.0\\.1 - - ${time} "GET /\\?q=1 HTTP/1\\.1" 200 5 ${agent}$`));
  assert.match(log[1]!, new RegExp(`^127\\.0\\.0\\.1 - - ${time} "HEAD /missing HTTP/1\\.1" 404 0 "-" "[^"]+"$`));
});

test("server goes on when its log cannot be written, and says so once", async (t) => {
  const said: string[] = [];
  const accessLog = "/dev/null/access.log";
  const server = await serveFiles(t, {"index.html": "hello"}, {accessLog, say: (line) => said.push(line)});
  for (let i = 0; i < 3; i++) assert.equal((await server.get("/")).status, 200);
  await waitFor(() => said.length);
  assert.deepEqual(
    said.map((line) => line.replace(/\(.*|: E.*/, "")),
    ["cannot write /dev/null/access.log"]
  );
});

test("createServer() names a port that is in use, and how to choose another", async (t) => {
  const port = await freePort();
  const other = createTcpServer().listen(port, "127.0.0.1");
  afterTest(t, () => other.close());
  await assert.rejects(
    createServer({data: temporaryFolder(t), host: "127.0.0.1", port}),
    new RegExp(`^Error: port in use: ${port} \\(choose another: PORT=${port + 1}\\)$`)
  );
});

test("server.close() ends open streams and idle connections", async (t) => {
  const live = {latest: () => new Map(), subscribe: () => () => {}};
  const server = await serveFiles(t, {"index.html": "hello"}, {live, host: "localhost"});
  await (await server.get("/")).text();
  const stream = await server.get("/api/live");
  await server.close();
  assert.equal(await stream.text(), "");
  await assert.rejects(server.get("/"));
});

test("server.close() does not wait for a request that never comes", async (t) => {
  const server = await serveFiles(t, {"index.html": "hello"}, {host: "localhost"});
  const {hostname, port} = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const closed = once(socket, "close");
  await new Promise((resolve) => socket.write("GET / HTTP/1.1\r\nHos", resolve));
  await server.get("/");
  await server.close(100);
  socket.resume();
  await closed;
});
