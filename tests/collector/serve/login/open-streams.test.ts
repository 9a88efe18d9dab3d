import assert from "node:assert/strict";
import {test} from "node:test";
import {addToken, removeToken} from "../../../../collector/commands/token.ts";
import type {Config} from "../../../../collector/config.ts";
import {LiveReadings} from "../../../../collector/live-readings.ts";
import {UsersFile} from "../../../../collector/serve/login/users-file.ts";
import {cookiesOf, csrfIn, localUsers, logIn, usersFile} from "../../../support/login-session.ts";
import {serveFiles} from "../../../support/serve-files.ts";

/** An open stream: `ended` resolves when the server has ended it. */
async function openStream(response: Response): Promise<{isOpen: () => boolean; ended: Promise<unknown>}> {
  assert.deepEqual([response.status, response.headers.get("content-type")], [200, "text/event-stream"]);
  let isOpen = true;
  const ended = response.text().then(() => {
    isOpen = false;
  });
  return {isOpen: () => isOpen, ended};
}

test("streams end when their reader logs out, is removed, gets another password, or the token is removed; others go on", async (t) => {
  const users = await usersFile(t);
  const server = await serveFiles(t, {"index.html": ""}, {live: new LiveReadings(), login: localUsers(users)});
  const live = async (headers: Record<string, string>) => openStream(await server.get("/api/live", {headers}));
  const logged = async (user: string) => cookiesOf(await logIn(server.url, {user}));
  const [reader, operator, admin] = [await logged("reader"), await logged("operator"), await logged("admin")];
  const config = {data: server.data, server: {login: {}}} as unknown as Config;
  const authorization = `Bearer ${addToken(config, "panel", {role: "reader"}, {say() {}})}`;
  const streams = {
    reader: await live({cookie: reader}),
    operator: await live({cookie: operator}),
    panel: await live({authorization}),
    admin: await live({cookie: admin})
  };

  const csrf = csrfIn(await (await server.get("/login", {headers: {cookie: reader}})).text());
  await server.get("/logout", {method: "POST", headers: {cookie: reader}, body: new URLSearchParams({csrf})});
  await streams.reader.ended;
  assert.deepEqual(
    Object.values(streams).map(({isOpen}) => isOpen()),
    [false, true, true, true]
  );

  const file = new UsersFile(users);
  const all = new Map(file.users());
  all.delete("operator");
  file.write(all);
  await streams.operator.ended;
  assert.deepEqual(
    Object.values(streams).map(({isOpen}) => isOpen()),
    [false, false, true, true]
  );

  removeToken(server, "panel", {say() {}});
  await streams.panel.ended;
  assert.equal(streams.admin.isOpen(), true);

  file.write(all.set("admin", {role: "admin", password: all.get("reader")!.password.replace("$8$", "$9$")}));
  await streams.admin.ended;
  assert.equal((await server.get("/api/live", {headers: {cookie: admin}})).status, 401);
});

test("a stream ends with its reader's session", async (t) => {
  const login = {...localUsers(await usersFile(t)), session: 5000};
  const server = await serveFiles(t, {"index.html": ""}, {live: new LiveReadings(), login});
  const cookie = cookiesOf(await logIn(server.url, {user: "reader"}));
  const {ended} = await openStream(await server.get("/api/live", {headers: {cookie}}));
  await ended;
  assert.equal((await server.get("/", {headers: {cookie}})).status, 401);
});
