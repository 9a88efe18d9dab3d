import assert from "node:assert/strict";
import {readFileSync, statSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {addToken, listTokens, removeToken} from "../../../../collector/commands/token.ts";
import type {Config} from "../../../../collector/config.ts";
import type {Role} from "../../../../collector/serve/login/roles.ts";
import {localUsers, usersFile} from "../../../support/login-session.ts";
import {planPayload} from "../../../support/plan-payload.ts";
import {type ServedFiles, serveFiles} from "../../../support/serve-files.ts";

const files = {"index.html": "secret report", "_file/data/capacity.00c0ffee.json": planPayload(Date.now(), [4, 4])};

const tellNobody = {say() {}};

/** A new token of a server's data folder. */
function tokenOf({data}: ServedFiles, name: string, role: Role = "reader"): string {
  const config = {data, file: "weir.config.ts", server: {login: {}}} as unknown as Config;
  return addToken(config, name, {role}, tellNobody);
}

const bearer = (token: string, headers: Record<string, string> = {}) => ({
  headers: {authorization: `Bearer ${token}`, ...headers}
});

for (const prefix of ["", "/weir"])
  test(`machines with a token get what autoscalers and Prometheus ask for, below ${prefix || "/"}`, async (t) => {
    const server = await serveFiles(t, files, {prefix, login: localUsers(await usersFile(t))});
    const [reader, admin] = [tokenOf(server, "keda"), tokenOf(server, "prometheus", "admin")];
    const api = "/apis/external.metrics.k8s.io/v1beta1";
    for (const path of [
      "/api/scaling/keda",
      "/api/scaling/external-metrics",
      api,
      `${api}/namespaces/a/weir_servers`
    ]) {
      assert.equal((await server.get(path)).status, 401, path);
      assert.equal((await server.get(path, bearer(reader))).status, 200, path);
      if (prefix) assert.equal((await fetch(new URL(path, server.url), bearer(reader))).status, 404, path);
    }
    assert.deepEqual(await (await server.get("/api/scaling/keda", bearer(reader))).json(), {value: 4});
    const {items} = await (await server.get("/api/scaling/external-metrics", bearer(reader))).json();
    assert.equal(items[0].value, "4");
    assert.equal(await (await server.get("/", bearer(reader))).text(), "secret report");
    assert.deepEqual(
      [(await server.get("/metrics")).status, (await server.get("/metrics", bearer(reader))).status],
      [401, 403]
    );
    assert.match(await (await server.get("/metrics", bearer(admin))).text(), /^weir_healthy 1$/m);
    assert.deepEqual(await (await server.get("/api/session", bearer(reader))).json(), {
      login: true,
      user: "token:keda",
      role: "reader",
      csrf: null,
      may: []
    });
  });

test("a token is kept as its hash alone, in files of their owner's, and opens nothing once it is removed", async (t) => {
  const server = await serveFiles(t, files, {login: localUsers(await usersFile(t))});
  const token = tokenOf(server, "keda");
  assert.match(token, /^weir_[\w-]{43}$/);
  assert.throws(() => tokenOf(server, "keda"), /^Error: token is there already: keda \(remove it first/);
  const path = join(server.data, "tokens.json");
  const text = readFileSync(path, "utf8");
  assert.equal(text.includes(token.slice("weir_".length)), false);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal((await server.get("/", bearer(token))).status, 200);
  for (const wrong of [
    `${token}x`,
    token.slice(0, -1),
    JSON.parse(text).keda.hash,
    "weir_",
    `weir_${JSON.parse(text).keda.hash}`
  ])
    assert.equal((await server.get("/", bearer(wrong))).status, 401, wrong);

  removeToken(server, "keda", tellNobody);
  const refused = await server.get("/", bearer(token, {accept: "text/html"}));
  assert.deepEqual([refused.status, refused.headers.get("www-authenticate")], [401, 'Bearer error="invalid_token"']);
  assert.match((await refused.json()).error, /^unknown token \(weir token list/);
  assert.throws(() => removeToken(server, "keda", tellNobody), /^Error: no such token: keda/);
});

test("tokens are listed with their last use, which a restart remembers and another token of the name does not", async (t) => {
  const server = await serveFiles(t, files, {login: localUsers(await usersFile(t))});
  const began = Date.now();
  const token = tokenOf(server, "keda");
  tokenOf(server, "idle");
  await server.get("/", bearer(token));
  await server.get("/", bearer(`${token}x`));
  await server.close();
  const [keda, idle] = listTokens(server);
  assert.deepEqual([keda!.name, keda!.role, idle!.lastUsedAt], ["keda", "reader", null]);
  assert.ok(Date.parse(keda!.lastUsedAt!) >= began && Date.parse(keda!.createdAt) >= began);
  removeToken(server, "keda", tellNobody);
  tokenOf(server, "keda");
  assert.equal(listTokens(server).find(({name}) => name === "keda")?.lastUsedAt, null);
});

test("wrong tokens of an address, and requests of one token, are limited, and the good ones of that address are not", async (t) => {
  const server = await serveFiles(t, files, {
    login: localUsers(await usersFile(t)),
    proxies: ["127.0.0.1"],
    rateLimit: {perSecond: 0.001, burst: 40}
  });
  const [one, other] = [tokenOf(server, "one"), tokenOf(server, "other")];
  const ask = async (token: string, ip: string) => server.get("/", bearer(token, {"x-forwarded-for": ip}));
  const statuses = [];
  for (let i = 0; i < 24; i++) statuses.push((await ask("weir_guess", "192.0.2.1")).status);
  assert.deepEqual(statuses, [...Array(20).fill(401), ...Array(4).fill(429)]);
  assert.equal((await ask(one, "192.0.2.1")).status, 200, "a good token among wrong ones");
  for (let i = 1; i < 40; i++) assert.equal((await ask(one, `198.51.100.${i}`)).status, 200);
  const limited = await ask(one, "198.51.100.99");
  assert.equal(limited.status, 429);
  assert.ok(Number(limited.headers.get("retry-after")) > 900);
  assert.equal((await ask(other, "198.51.100.99")).status, 200);
});

test("an operator's token acts without a form's token, a reader's does not act", async (t) => {
  const acknowledged: string[] = [];
  const acknowledge = (id: string, by: string) => acknowledged.push(`${id} ${by}`) > 0;
  const server = await serveFiles(t, files, {login: localUsers(await usersFile(t)), actions: {acknowledge}});
  const act = async (token: string) =>
    (await server.get("/api/alerts/17/ack", {method: "POST", ...bearer(token)})).status;
  assert.equal(await act(tokenOf(server, "reader")), 403);
  assert.equal(await act(tokenOf(server, "script", "operator")), 200);
  assert.deepEqual(acknowledged, ["17 token:script"]);
});

test("a proxy's login takes tokens beside its users, and leaves other bearers to the proxy", async (t) => {
  const login = {...localUsers(""), users: undefined, trustedHeader: "x-forwarded-user", proxies: ["127.0.0.1"]};
  const server = await serveFiles(t, files, {login});
  const token = tokenOf(server, "keda");
  assert.equal((await server.get("/", bearer(token))).status, 200);
  assert.equal((await server.get("/", bearer("eyJhbGciOi"))).status, 401);
  assert.equal((await server.get("/", bearer("eyJhbGciOi", {"x-forwarded-user": "ada"}))).status, 200);
  assert.equal((await server.get("/", bearer("weir_wrong", {"x-forwarded-user": "ada"}))).status, 401);
});

test("addToken() is refused where everybody may read", () => {
  const config = {data: "/nowhere", file: "weir.config.ts", server: {login: null}} as unknown as Config;
  assert.throws(
    () => addToken(config, "keda", {role: "reader"}, tellNobody),
    /^Error: no login, so everybody may read/
  );
});
