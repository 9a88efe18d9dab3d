import assert from "node:assert/strict";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {test} from "node:test";
import {cookiesOf, localUsers, logIn, usersFile} from "../../support/login-session.ts";
import {serveFiles} from "../../support/serve-files.ts";
import {waitFor} from "../../support/wait-for.ts";

test("a prefix stands before every path, redirect and cookie, and in the log", async (t) => {
  const files = {"index.html": "home", "guide/index.html": "folder"};
  const server = await serveFiles(t, files, {prefix: "/weir", login: localUsers(await usersFile(t))});
  const origin = new URL(server.url).origin;
  assert.equal(server.url, `${origin}/weir`);
  const outside = (path: string) => fetch(origin + path, {redirect: "manual"});
  for (const [path, status, location] of [
    ["/", 302, "/weir/"],
    ["/weir", 308, "/weir/"],
    ["/weir?a=1", 308, "/weir/?a=1"],
    ["/weirdly", 404, null],
    ["/healthz", 302, "/weir/healthz"],
    ["/metrics", 404, null],
    ["/login", 404, null]
  ] as const) {
    const response = await outside(path);
    assert.deepEqual([path, response.status, response.headers.get("location")], [path, status, location]);
  }
  assert.equal((await server.get("/healthz")).status, 200);
  const asked = await server.get("/guide/?a=1", {headers: {accept: "text/html"}});
  assert.equal(asked.headers.get("location"), `/weir/login?to=${encodeURIComponent("/guide/?a=1")}`);
  const response = await logIn(server.url, {user: "reader", to: "/guide/?a=1"});
  assert.equal(response.headers.get("location"), "/weir/guide/?a=1");
  assert.match(response.headers.getSetCookie()[0]!, /; Path=\/weir\/;/);
  const headers = {cookie: cookiesOf(response)};
  assert.equal(await (await server.get("/", {headers})).text(), "home");
  assert.equal((await server.get("/guide", {headers})).headers.get("location"), "/weir/guide/");
  const log = await waitFor(async () => {
    const text = await readFile(join(server.data, "logs/access.log"), "utf8");
    return text.includes("/weir/guide HTTP") && text;
  });
  assert.match(log, /"GET \/weirdly HTTP\/1\.1" 404/);
});
