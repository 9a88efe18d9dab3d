import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {Rollbacks} from "../../../collector/serve/rollbacks.ts";
import {cookiesOf, localUsers, logIn, usersFile} from "../../support/login-session.ts";
import {publishFiles} from "../../support/publish-files.ts";
import {serveFiles} from "../../support/serve-files.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {waitFor} from "../../support/wait-for.ts";

const noon = Date.UTC(2026, 10, 21, 12);

test("operators act with the token of their session; readers, others' tokens and strangers do not", async (t) => {
  const acknowledged: string[] = [];
  const said: string[] = [];
  const acknowledge = (id: string, by: string) => id === "17" && acknowledged.push(`${id} ${by}`) > 0;
  const server = await serveFiles(
    t,
    {"index.html": "old"},
    {login: localUsers(await usersFile(t)), actions: {acknowledge}, say: (line) => said.push(line)}
  );
  const session = async (user: string) => {
    const cookie = cookiesOf(await logIn(server.url, {user}));
    const {csrf, may} = await (await server.get("/api/session", {headers: {cookie}})).json();
    assert.deepEqual(may, user === "operator" ? ["acknowledge"] : []);
    return {cookie, csrf: csrf as string};
  };
  const act = async (headers: Record<string, string>, path = "/api/alerts/17/ack") =>
    (await server.get(path, {method: "POST", headers})).status;
  const [operator, reader] = [await session("operator"), await session("reader")];
  const own = {cookie: operator.cookie, "x-csrf-token": operator.csrf};

  assert.equal(await act({}), 401);
  assert.equal(await act({cookie: reader.cookie, "x-csrf-token": reader.csrf}), 403);
  assert.equal(await act({cookie: operator.cookie}), 403);
  assert.equal(await act({cookie: operator.cookie, "x-csrf-token": reader.csrf}), 403);
  for (const site of ["cross-site", "same-site"]) assert.equal(await act({...own, "sec-fetch-site": site}), 403);
  assert.deepEqual(acknowledged, []);
  assert.equal(await act(own, "/api/alerts/18/ack"), 404);
  assert.equal(await act(own, "/api/snapshots/x/rollback"), 503);
  assert.equal(await act(own), 200);
  assert.deepEqual([acknowledged, said.at(-1)], [["17 operator"], "acknowledged alert 17: by operator"]);

  const form = new URLSearchParams({csrf: operator.csrf});
  const posted = await server.get("/api/alerts/17/ack", {
    method: "POST",
    headers: {cookie: operator.cookie},
    body: form
  });
  assert.deepEqual(await posted.json(), {done: true, by: "operator"});
});

test("rollbacks.to() gives readers an older snapshot, targets too, and only one that there is", async (t) => {
  const server = await serveFiles(t, {"index.html": "old"});
  await publishFiles({"index.html": "new"}, {data: server.data, now: noon + 1000});
  assert.equal(await (await server.get("/")).text(), "new");
  const path = temporaryFolder(t);
  const mirror = {kind: "folder" as const, path, grace: 0, timeout: 60_000};
  const settings = {root: server.data, data: server.data, publish: {targets: {mirror}}};
  const rollbacks = new Rollbacks(settings, {say: () => {}});
  const roll = (id: string) => rollbacks.to(id);
  assert.equal(await roll("20200101T000000Z-00000000"), false);
  assert.equal(await roll("../.."), false);
  assert.equal(await roll(server.id!), true);
  assert.equal(await (await server.get("/")).text(), "old");
  await waitFor(() => existsSync(join(path, "index.html")));
  assert.equal(readFileSync(join(path, "index.html"), "utf8"), "old");
  await waitFor(() => existsSync(join(server.data, "targets", "mirror.json"))); // noted, and so at its end

  const {current, snapshots} = await (await server.get("/api/snapshots")).json();
  assert.equal(current, server.id);
  assert.deepEqual(
    snapshots.map(({builtAt}: {builtAt: string}) => Date.parse(builtAt)),
    [noon + 1000, noon]
  );
});

test("nobody acts on a site without a login", async (t) => {
  let acts = 0;
  const server = await serveFiles(t, {"index.html": ""}, {actions: {rollback: () => ++acts > 0}});
  const response = await server.get("/api/snapshots/x/rollback", {method: "POST"});
  assert.equal(response.status, 403);
  assert.match((await response.json()).error, /set server\.login/);
  assert.equal(acts, 0);
});
