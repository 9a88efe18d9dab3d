import assert from "node:assert/strict";
import {request} from "node:http";
import {text} from "node:stream/consumers";
import {test} from "node:test";
import {serveFiles} from "../../../support/serve-files.ts";

const files = {"index.html": "secret report"};
const settings = (proxies: string[]) => ({
  users: undefined,
  session: 0,
  trustedHeader: "x-forwarded-user",
  proxies,
  roles: {operator: ["olga"], admin: ["ada"]}
});

test("a trusted header says who asks, and roles are by name", async (t) => {
  const server = await serveFiles(t, files, {login: settings(["127.0.0.0/8"])});
  const as = (user: string) => ({headers: {"x-forwarded-user": user, accept: "text/html"}});
  assert.equal(await (await server.get("/", as("rita"))).text(), "secret report");
  for (const [user, role, metrics] of [
    ["rita", "reader", 403],
    ["olga", "operator", 403],
    ["ada", "admin", 200]
  ] as const) {
    const session = await (await server.get("/api/session", as(user))).json();
    assert.deepEqual([session.user, session.role], [user, role]);
    assert.equal((await server.get("/metrics", as(user))).status, metrics);
  }
  for (const user of ["", "a b", "ada, rita"]) assert.equal((await server.get("/", as(user))).status, 401, user);
  assert.equal((await server.get("/login", as("rita"))).status, 404);
});

test("a trusted header is not believed from elsewhere, nor when it is there twice", async (t) => {
  const elsewhere = await serveFiles(t, files, {login: settings(["192.0.2.1"])});
  const headers = {"x-forwarded-user": "ada", "x-forwarded-for": "192.0.2.1"};
  assert.equal((await elsewhere.get("/", {headers})).status, 401);

  const server = await serveFiles(t, files, {login: settings(["127.0.0.1"])});
  const status = await new Promise((resolve, reject) =>
    request(server.url, {headers: {"x-forwarded-user": ["ada", "rita"]}}, async (response) => {
      await text(response);
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end()
  );
  assert.equal(status, 401);
});
