import assert from "node:assert/strict";
import {subscribe, unsubscribe} from "node:diagnostics_channel";
import {once} from "node:events";
import {open, readFile, writeFile} from "node:fs/promises";
import type {IncomingMessage} from "node:http";
import {connect, type Socket} from "node:net";
import {join} from "node:path";
import {test} from "node:test";
import {FileCache} from "../../../collector/serve/file-cache.ts";
import {KeptAnswers} from "../../../collector/serve/kept-answers.ts";
import {type Snapshot, Snapshots} from "../../../collector/snapshots.ts";
import {afterTest} from "../../support/after-test.ts";
import {cookiesOf, localUsers, logIn, usersFile} from "../../support/login-session.ts";
import {publishFiles} from "../../support/publish-files.ts";
import {serveFiles} from "../../support/serve-files.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {waitFor} from "../../support/wait-for.ts";

const noon = Date.UTC(2026, 10, 21, 12);
const long = "compressible ".repeat(1000);
const files = {"index.html": `<script>f()</script>${long}`, "a.js": long, "404.html": "lost"};

/** Status, headers but for those of the moment, and body. */
async function all(response: Response) {
  const {date: _, connection: __, "keep-alive": ___, ...headers} = Object.fromEntries(response.headers);
  return {status: response.status, headers, body: await response.text()};
}

test("an answer from memory is that of the file, header for header, in every coding", async (t) => {
  const server = await serveFiles(t, files);
  for (const path of ["/", "/a.js", "/index"])
    for (const accept of ["br", "gzip", "identity"]) {
      const ask = async () => all(await server.get(path, {headers: {"accept-encoding": accept}}));
      const [first, ...later] = [await ask(), await ask(), await ask()];
      assert.deepEqual([first.status, first.body], [200, path === "/a.js" ? long : files["index.html"]]);
      assert.ok(first.headers["content-security-policy"] && first.headers.etag && first.headers["content-length"]);
      for (const one of later) assert.deepEqual(one, first);
    }
});

test("what is in memory answers no other question: ranges, HEAD, what the client has, what is not there", async (t) => {
  const server = await serveFiles(t, files);
  const ask = async (path: string, init: RequestInit = {}) =>
    all(await server.get(path, {...init, headers: {"accept-encoding": "identity", ...init.headers}}));
  const {headers} = await ask("/a.js");
  await ask("/a.js");
  const range = await ask("/a.js", {headers: {range: "bytes=1-3"}});
  assert.deepEqual([range.status, range.body], [206, long.slice(1, 4)]);
  assert.equal((await ask("/a.js", {headers: {"if-none-match": headers.etag!}})).status, 304);
  assert.equal((await ask("/a.js", {headers: {"if-none-match": '"other"'}})).body, long);
  assert.deepEqual(await ask("/a.js", {method: "HEAD"}), {status: 200, headers, body: ""});
  for (let i = 0; i < 3; i++) assert.deepEqual((await ask("/nowhere")).status, 404);
  for (let i = 0; i < 3; i++) assert.deepEqual((await ask("/a.js", {method: "POST"})).status, 405);
});

test("memory speaks of the current snapshot alone, from the first request after a switch on", async (t) => {
  const server = await serveFiles(t, {"index.html": "old", "gone.html": "old"});
  const snapshots = new Snapshots(server.data);
  const read = async (path: string) => {
    const response = await server.get(path);
    return response.ok ? response.text() : response.status;
  };
  for (let i = 0; i < 3; i++) assert.deepEqual([await read("/"), await read("/gone")], ["old", "old"]);
  const {id} = await publishFiles({"index.html": "new"}, {data: server.data, now: noon + 1000});
  for (let i = 0; i < 3; i++) assert.deepEqual([await read("/"), await read("/gone")], ["new", 404]);
  for (let i = 0; i < 20; i++) {
    await snapshots.switchTo(i % 2 ? id : server.id!);
    assert.deepEqual([await read("/"), await read("/")], i % 2 ? ["new", "new"] : ["old", "old"]);
  }
});

test("contents that the next snapshot does not have are forgotten with the switch", async (t) => {
  const folder = temporaryFolder(t);
  const cache = new FileCache(30);
  const keep = async (key: string) => {
    await writeFile(join(folder, key), "0123456789");
    await cache.read(key, await open(join(folder, key)), 10);
  };
  for (const key of ["old", "both", "both.br"]) await keep(key);
  const answers = new KeptAnswers(cache);
  const ask = (id: string, hashes: string[]) => {
    const files = Object.fromEntries(hashes.map((sha256) => [sha256, {bytes: 10, sha256}]));
    return answers.find({method: "HEAD", url: "/", headers: {}} as IncomingMessage, {id, files} as Snapshot);
  };
  assert.equal(ask("next", ["both", "new"]), undefined);
  assert.deepEqual(
    ["old", "both", "both.br"].map((key) => cache.get(key)?.length),
    [undefined, 10, 10]
  );
  await keep("new");
  assert.equal(cache.get("both")?.length, 10, "there is room for it again");
  ask("next", []);
  assert.equal(cache.get("new")?.length, 10, "only a switch makes it look");
});

/** The lines of a server's access log that are about a file, once there are so many. */
const linesAbout = (data: string, path: string, count: number) =>
  waitFor(async () => {
    const lines = (await readFile(join(data, "logs/access.log"), "utf8")).split("\n");
    const found = lines.filter((line) => line.includes(`"GET ${path} HTTP/1.1"`));
    return found.length === count && found;
  });

test("answers from memory are logged with their size and the client's address, and counted", async (t) => {
  const server = await serveFiles(t, files, {prefix: "/weir", proxies: ["127.0.0.1"]});
  const ask = (from: string) =>
    server.get("/a.js", {headers: {"accept-encoding": "identity", "x-forwarded-for": from, referer: 'a"b'}});
  for (const from of ["203.0.113.7", "203.0.113.7, 203.0.113.8", "2001:db8::1", "nonsense"])
    for (let i = 0; i < 2; i++) assert.equal(await (await ask(from)).text(), long);
  const lines = await linesAbout(server.data, "/weir/a.js", 8);
  const rest = ` 200 ${long.length} "a\\x22b" "node"`;
  for (const line of lines) assert.ok(line.endsWith(rest), line);
  assert.deepEqual(
    lines.map((line) => line.split(" ", 1)[0]),
    ["203.0.113.7", "203.0.113.8", "2001:db8::1", "-"].flatMap((ip) => [ip, ip])
  );
  const metrics = await (await server.get("/metrics")).text();
  assert.match(metrics, /^weir_http_requests_total\{status="2xx"\} 8$/m);
  assert.match(metrics, /^weir_http_request_duration_seconds_count 8$/m);
});

test("what is in memory counts against the rate of an address", async (t) => {
  const server = await serveFiles(t, files, {proxies: ["127.0.0.1"], rateLimit: {perSecond: 0.001, burst: 3}});
  const ask = async (from: string) => (await server.get("/a.js", {headers: {"x-forwarded-for": from}})).status;
  const first = [];
  for (let i = 0; i < 5; i++) first.push(await ask("203.0.113.7"));
  assert.deepEqual(first, [200, 200, 200, 429, 429]);
  assert.equal(await ask("203.0.113.8"), 200);
});

test("a server that closes says so in answers that are in memory too", async (t) => {
  const accepted: Socket[] = [];
  const note = (message: unknown) => accepted.push((message as {socket: Socket}).socket);
  subscribe("net.server.socket", note);
  afterTest(t, () => unsubscribe("net.server.socket", note));
  const server = await serveFiles(t, files);
  const {hostname, port} = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const answer = async () => {
    let text = "";
    while (text.length < long.length) text += String((await once(socket, "data"))[0]);
    return text;
  };
  const request = "GET /a.js HTTP/1.1\r\nHost: a\r\n";
  for (let i = 0; i < 3; i++) {
    socket.write(`${request}\r\n`);
    assert.match(await answer(), /\r\nConnection: keep-alive\r\n/);
  }
  socket.write(request);
  await waitFor(() => accepted[0]!.bytesRead === 4 * request.length + 6); // half of it is there: not idle
  const closed = server.close();
  socket.write("\r\n");
  assert.match(await answer(), /\r\nconnection: close\r\n/i);
  await Promise.all([closed, once(socket, "close")]);
});

test("answers from memory are for those who may read", async (t) => {
  const server = await serveFiles(t, files, {login: localUsers(await usersFile(t)), prefix: "/weir"});
  const cookie = cookiesOf(await logIn(server.url, {user: "admin"}));
  for (let i = 0; i < 3; i++) assert.equal((await server.get("/a.js?a=1", {headers: {cookie}})).status, 200);
  const headers = {cookie, "accept-encoding": "identity"};
  for (let i = 0; i < 4; i++) assert.equal((await server.get("/a.js", {headers})).status, 200);
  assert.equal((await server.get("/a.js", {headers: {"accept-encoding": "identity"}})).status, 401);
  const lines = await linesAbout(server.data, "/weir/a.js", 5);
  const sizes = lines.map((line) => /" (\d+ \d+) "/.exec(line)?.[1]);
  assert.deepEqual(sizes.slice(0, 4), Array(4).fill(`200 ${long.length}`));
  assert.match(sizes[4]!, /^401 /);
  const metrics = await (await server.get("/metrics", {headers: {cookie}})).text();
  assert.match(metrics, /^weir_http_requests_total\{status="2xx"\} 8$/m);
});
