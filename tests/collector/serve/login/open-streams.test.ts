import assert from "node:assert/strict";
import {connect} from "node:net";
import {test} from "node:test";
import {addToken, removeToken} from "../../../../collector/commands/token.ts";
import type {Config} from "../../../../collector/config.ts";
import {LiveReadings} from "../../../../collector/live-readings.ts";
import type {LiveFeed} from "../../../../collector/serve/live-feed.ts";
import {UsersFile} from "../../../../collector/serve/login/users-file.ts";
import type {Reading} from "../../../../data/schema.ts";
import {afterTest} from "../../../support/after-test.ts";
import {cookiesOf, csrfIn, localUsers, logIn, usersFile} from "../../../support/login-session.ts";
import {serveFiles} from "../../../support/serve-files.ts";
import {waitFor} from "../../../support/wait-for.ts";

/** An open stream: `ended` resolves when the server has ended it. */
async function openStream(response: Response): Promise<{isOpen: () => boolean; ended: Promise<unknown>}> {
  assert.deepEqual([response.status, response.headers.get("content-type")], [200, "text/event-stream"]);
  let isOpen = true;
  const ended = response.text().then(() => {
    isOpen = false;
  });
  return {isOpen: () => isOpen, ended};
}

/** Adds a token for readers, and returns the header that it is sent in. */
const authorizationOf = ({data}: {data: string}, name: string): string =>
  `Bearer ${addToken({data, server: {login: {}}} as unknown as Config, name, {role: "reader"}, {say() {}})}`;

test("streams end when their reader logs out, is removed, gets another password, or the token is removed; others go on", async (t) => {
  const users = await usersFile(t);
  const server = await serveFiles(t, {"index.html": ""}, {live: new LiveReadings(), login: localUsers(users)});
  const live = async (headers: Record<string, string>) => openStream(await server.get("/api/live", {headers}));
  const logged = async (user: string) => cookiesOf(await logIn(server.url, {user}));
  const [reader, operator, admin] = [await logged("reader"), await logged("operator"), await logged("admin")];
  const authorization = authorizationOf(server, "panel");
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

test("a stream whose reader takes nothing and is removed is cut off, whatever is measured meanwhile", async (t) => {
  const live = new LiveReadings();
  const reading = (series: string): Reading => ({time: 0, source: "machine", series, value: 1, quality: "good"});
  // more than what lies between a server and a client that reads nothing can hold
  const many = new Map(Array.from({length: 20_000}, (_, i) => [`${i}`, reading(`${i}/${"x".repeat(1000)}`)]));
  let readers = 0;
  const feed: LiveFeed = {
    latest: () => (readers === 0 ? many : live.latest()),
    subscribe(listener) {
      const unsubscribe = live.subscribe(listener);
      readers++;
      return () => {
        readers--;
        unsubscribe();
      };
    }
  };
  const server = await serveFiles(t, {"index.html": ""}, {live: feed, login: localUsers(await usersFile(t))});
  const authorization = authorizationOf(server, "panel");
  const stalled = connect(Number(new URL(server.url).port), "127.0.0.1");
  stalled.on("error", () => {}); // when it is cut
  afterTest(t, () => stalled.destroy());
  stalled.write(`GET /api/live HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\n\r\n`);
  await waitFor(() => readers === 1);
  const {ended} = await openStream(await server.get("/api/live", {headers: {authorization}}));
  removeToken(server, "panel", {say() {}});
  await ended; // and so the other has been told to
  await waitFor(() => {
    live.publish(reading("cpu/usage"));
    return readers === 0;
  });
  assert.equal((await server.get("/healthz")).status, 200);
});
