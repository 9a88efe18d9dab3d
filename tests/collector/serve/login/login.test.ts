import assert from "node:assert/strict";
import {mkdirSync, readdirSync, readFileSync, statSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {UsersFile} from "../../../../collector/serve/login/users-file.ts";
import {createServer} from "../../../../collector/serve.ts";
import {afterTest} from "../../../support/after-test.ts";
import {cookiesOf, csrfIn, localUsers, logIn, password, usersFile} from "../../../support/login-session.ts";
import {serveFiles} from "../../../support/serve-files.ts";

const files = {"index.html": "secret report", "licences.html": "licences", "_file/data.12345678.json": "1"};
const html = {accept: "text/html"};

test("a site with a login shows nothing before it, and leads pages to it", async (t) => {
  const server = await serveFiles(t, files, {login: localUsers(await usersFile(t))});
  for (const path of ["/", "/licences?a=1", "/_file/data.12345678.json", "/nowhere", `/snapshots/${server.id}/`]) {
    const response = await server.get(path, {headers: html});
    assert.deepEqual([path, response.status], [path, 303]);
    assert.equal(response.headers.get("location"), `/login?to=${encodeURIComponent(path)}`);
    assert.equal((await server.get(path)).status, 401);
  }
  for (const path of ["/api/stats", "/api/live", "/api/chart-data", "/metrics", "//login", "/login/", "/Login"])
    assert.equal((await server.get(path)).status, 401, path);
  assert.equal((await server.get("/", {method: "POST"})).status, 401);
  assert.deepEqual(await (await server.get("/healthz")).json(), {status: "ok"});
  assert.deepEqual(await (await server.get("/api/session")).json(), {
    login: true,
    user: null,
    role: null,
    csrf: null,
    may: []
  });
});

test("the login page logs in, with a cookie that scripts and other sites never get, and back out", async (t) => {
  const server = await serveFiles(t, files, {login: localUsers(await usersFile(t))});
  const response = await logIn(server.url, {user: "reader", to: "/licences?a=1"});
  assert.deepEqual([response.status, response.headers.get("location")], [303, "/licences?a=1"]);
  const [setCookie = ""] = response.headers.getSetCookie();
  assert.match(setCookie, /^weir-session=[\w-]{43}; Path=\/; Max-Age=3600; HttpOnly; SameSite=Strict$/);

  const cookie = cookiesOf(response);
  const page = await server.get("/licences", {headers: {cookie}});
  assert.equal(await page.text(), "licences");
  assert.equal(page.headers.get("cache-control"), "private, no-cache");
  const asset = await server.get("/_file/data.12345678.json", {headers: {cookie}});
  assert.equal(asset.headers.get("cache-control"), "private, max-age=31536000, immutable");

  const account = await (await server.get("/login", {headers: {cookie}})).text();
  assert.match(account, /<h1>reader<\/h1>/);
  const logOut = (csrf: string) =>
    server.get("/logout", {method: "POST", headers: {cookie}, body: new URLSearchParams({csrf})});
  assert.equal((await logOut("guessed")).status, 403);
  assert.equal((await server.get("/", {headers: {cookie}})).status, 200);
  assert.equal((await logOut(csrfIn(account))).status, 303);
  assert.equal((await server.get("/", {headers: {cookie}})).status, 401);
});

test("a wrong name and a wrong password are answered alike, and where to stays on this site", async (t) => {
  const server = await serveFiles(t, files, {login: localUsers(await usersFile(t))});
  const answers = [];
  for (const typed of [
    {user: "reader", password: "wrong wrong"},
    {user: "nobody", password}
  ]) {
    const response = await logIn(server.url, typed);
    answers.push([response.status, (await response.text()).replace(typed.user, "").replace(/value="[^"]*"/g, "")]);
  }
  assert.deepEqual(answers[0], answers[1]);
  assert.equal(answers[0]![0], 401);
  for (const to of [
    "//evil.example/",
    "https://evil.example/",
    "/\\evil.example",
    "/%2f/evil.example",
    "/a\r\nx: y",
    "javascript:1"
  ])
    assert.equal((await logIn(server.url, {user: "reader", to})).headers.get("location"), "/", to);
});

test("a form without the token of its own browser logs nobody in", async (t) => {
  const server = await serveFiles(t, files, {login: localUsers(await usersFile(t))});
  const post = (body: Record<string, string>, headers = {}) =>
    server.get("/login", {method: "POST", headers, body: new URLSearchParams(body)});
  const [mine, theirs] = [await server.get("/login"), await server.get("/login")];
  const csrf = csrfIn(await theirs.text());
  const typed = {user: "reader", password, to: "/"};
  for (const response of [
    await post(typed),
    await post({...typed, csrf}),
    await post({...typed, csrf}, {cookie: cookiesOf(mine)}),
    await post({...typed, csrf}, {cookie: cookiesOf(theirs), "sec-fetch-site": "same-site"})
  ]) {
    assert.equal(response.status, 403);
    assert.doesNotMatch(response.headers.getSetCookie().join(), /weir-session/);
  }
  assert.equal((await post({user: "reader"})).status, 400);
});

test("a name is locked out after failures, whoever asks and with the right password too, and others are not", async (t) => {
  const server = await serveFiles(t, files, {login: localUsers(await usersFile(t)), proxies: ["127.0.0.1"]});
  const from = (i: number) => ({"x-forwarded-for": `192.0.2.${i}`});
  const tries = await Promise.all(
    Array.from({length: 12}, (_, i) => logIn(server.url, {user: "reader", password: "x", headers: from(i)}))
  );
  const statuses = tries.map(({status}) => status).sort();
  assert.deepEqual(statuses, [...Array(8).fill(401), ...Array(4).fill(429)]);
  const locked = await logIn(server.url, {user: "reader", headers: from(99)});
  assert.equal(locked.status, 429);
  assert.ok(Number(locked.headers.get("retry-after")) > 600);
  assert.match(await locked.text(), /Try again in 1\d min/);
  assert.equal((await logIn(server.url, {user: "admin", headers: from(99)})).status, 303);
});

test("nobody can lock a user out of a browser that logged in before, and another password forgets the browser", async (t) => {
  const users = await usersFile(t);
  const server = await serveFiles(t, files, {login: localUsers(users)});
  const known = (await logIn(server.url, {user: "reader"})).headers
    .getSetCookie()
    .find((cookie) => /^weir-known=/.test(cookie));
  assert.match(known!, /^weir-known=[\w-]{22}\.[\w-]{43}; Path=\/; Max-Age=34560000; HttpOnly; SameSite=Strict$/);
  const [cookie = ""] = known!.split(";");
  const from = async (user: string, sent: string, typed = password) =>
    (await logIn(server.url, {user, password: typed, cookie: sent})).status;
  while ((await from("reader", "", "wrong")) !== 429);
  assert.equal(await from("reader", ""), 429);
  assert.equal(
    await from(
      "reader",
      cookie.replace(/.$/, (last) => (last === "A" ? "Q" : "A"))
    ),
    429,
    "forged"
  );
  assert.equal(await from("reader", cookie), 303);
  for (let i = 0; i < 12; i++) await from("operator", "", "wrong");
  assert.equal(await from("operator", cookie), 429, "somebody else's browser");
  for (let i = 0; i < 8; i++) assert.equal(await from("reader", cookie, "wrong"), 401);
  assert.equal(await from("reader", cookie), 429, "it does not guess for ever either");

  const file = new UsersFile(users);
  const all = new Map(file.users());
  file.write(all.set("reader", {...all.get("reader")!, password: all.get("reader")!.password.replace("$8$", "$9$")}));
  assert.equal(await from("reader", cookie, "wrong"), 429);
});

test("people get in where no session can be kept, until a restart", async (t) => {
  const said: string[] = [];
  const server = await serveFiles(t, files, {login: localUsers(await usersFile(t)), say: (line) => said.push(line)});
  mkdirSync(join(server.data, "sessions.json"));
  const cookie = cookiesOf(await logIn(server.url, {user: "reader"}));
  assert.equal((await server.get("/", {headers: {cookie}})).status, 200);
  assert.match(said.join(), /^login: cannot keep sessions, a restart logs people out: EISDIR/);
  assert.deepEqual(
    readdirSync(server.data).filter((name) => name.endsWith(".tmp")),
    []
  );
});

test("a restart logs nobody out, its file lets nobody in, and another password ends the sessions", async (t) => {
  const users = await usersFile(t);
  const login = localUsers(users);
  const first = await serveFiles(t, files, {login});
  const cookie = cookiesOf(await logIn(first.url, {user: "reader"}));
  await first.close();

  const path = join(first.data, "sessions.json");
  const kept = readFileSync(path, "utf8");
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(kept.includes(cookie.split("=")[1]!), false);
  const server = await createServer({data: first.data, host: "127.0.0.1", port: 0, login});
  afterTest(t, () => server.close());
  const status = async (value: string) => (await fetch(server.url, {headers: {cookie: value}})).status;
  assert.equal(await status(cookie), 200);
  for (const key of Object.keys(JSON.parse(kept))) assert.equal(await status(`weir-session=${key}`), 401);

  const file = new UsersFile(users);
  const all = new Map(file.users());
  file.write(all.set("reader", {...all.get("reader")!, role: "admin"}));
  assert.equal((await fetch(`${server.url}/metrics`, {headers: {cookie}})).status, 200);
  all.delete("reader");
  file.write(all);
  assert.equal(await status(cookie), 401);
});

test("cookies are Secure behind TLS of a trusted proxy, and of no other", async (t) => {
  const login = localUsers(await usersFile(t));
  const headers = {"x-forwarded-proto": "https"};
  for (const [proxies, secure] of [
    [["127.0.0.1"], true],
    [["192.0.2.1"], false]
  ] as const) {
    const server = await serveFiles(t, files, {login, proxies: [...proxies]});
    const [cookie = ""] = (await logIn(server.url, {user: "reader", headers})).headers.getSetCookie();
    assert.equal(/; Secure$/.test(cookie), secure);
  }
});

test("a link on another site leads a reader who is logged in to the page, not to the login", async (t) => {
  const server = await serveFiles(t, files, {login: localUsers(await usersFile(t))});
  const response = await server.get("/licences", {headers: {...html, "sec-fetch-site": "cross-site"}});
  assert.equal(response.status, 200);
  assert.equal(await response.text(), '<!DOCTYPE html>\n<meta http-equiv="refresh" content="0">\n');
});

test("createServer() says how to add the first user", async (t) => {
  const login = localUsers("/nowhere/users.json");
  await assert.rejects(
    serveFiles(t, files, {login}),
    /^Error: no users: \/nowhere\/users.json \(add one with weir user add/
  );
});
