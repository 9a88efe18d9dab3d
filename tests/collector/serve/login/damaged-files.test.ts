import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {LiveReadings} from "../../../../collector/live-readings.ts";
import {cookiesOf, localUsers, logIn, usersFile} from "../../../support/login-session.ts";
import {serveFiles} from "../../../support/serve-files.ts";

test("a damaged file of users lets nobody in, ends streams, is told of, and heals", async (t) => {
  const said: string[] = [];
  const users = await usersFile(t);
  const server = await serveFiles(
    t,
    {"index.html": "secret report"},
    {live: new LiveReadings(), login: localUsers(users), say: (line) => said.push(line)}
  );
  const cookie = cookiesOf(await logIn(server.url, {user: "reader"}));
  const status = async () => (await server.get("/", {headers: {cookie}})).status;
  const stream = await server.get("/api/live", {headers: {cookie}});
  const good = readFileSync(users);
  writeFileSync(users, "{ damaged");
  await stream.text();
  assert.deepEqual([await status(), await status()], [401, 401]);
  const refused = await logIn(server.url, {user: "reader"});
  assert.equal(refused.status, 503);
  assert.match(await refused.text(), /Logins cannot be checked at the moment/);
  assert.deepEqual(await (await server.get("/healthz")).json(), {status: "failing"});
  assert.deepEqual(said, [
    `login: cannot let anybody in: damaged: ${users} (mend it, or remove it and add users with weir user add)`
  ]);
  writeFileSync(users, good);
  assert.equal(await status(), 200);
  assert.equal((await logIn(server.url, {user: "reader"})).status, 303);
  assert.equal((await server.get("/healthz")).status, 200);
});

test("a damaged file of tokens lets no machine in, and readers as before", async (t) => {
  const server = await serveFiles(t, {"index.html": "secret report"}, {login: localUsers(await usersFile(t))});
  writeFileSync(join(server.data, "tokens.json"), "{ damaged");
  assert.equal((await server.get("/", {headers: {authorization: "Bearer weir_x"}})).status, 401);
  const cookie = cookiesOf(await logIn(server.url, {user: "reader"}));
  assert.equal((await server.get("/", {headers: {cookie}})).status, 200);
  const {status, reasons} = await (await server.get("/healthz", {headers: {cookie}})).json();
  assert.equal(status, "failing");
  assert.match(reasons.join(), /^login: damaged: .*tokens\.json \(remove it/);
});
