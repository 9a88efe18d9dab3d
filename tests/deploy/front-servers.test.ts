import assert from "node:assert/strict";
import {once} from "node:events";
import type {IncomingMessage} from "node:http";
import {request} from "node:https";
import {text} from "node:stream/consumers";
import {type TestContext, test} from "node:test";
import type {Reading} from "../../data/schema.ts";
import {freePort} from "../support/free-port.ts";
import {caddy, certificate, type FrontServer, nginx} from "../support/front-server.ts";
import {csrfIn, localUsers, password, usersFile} from "../support/login-session.ts";
import {meetServer} from "../support/needs.ts";
import {serveFiles} from "../support/serve-files.ts";

const files = {
  "index.html": "home ".repeat(1000),
  "guide/index.html": "folder",
  "_file/data.12345678.bin": Uint8Array.from({length: 5000}, (_, i) => (i * 7919) % 251)
};

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** As a browser that knows the certificate asks; the answer has come when its head has. */
async function ask(url: string, {method = "GET", headers = {}, body}: Sent = {}): Promise<IncomingMessage> {
  const sent = request(url, {method, headers, ca: certificate, agent: false}).end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return response;
}

const cookiesOf = ({headers}: IncomingMessage): string =>
  (headers["set-cookie"] ?? []).map((cookie) => cookie.split(";", 1)[0]).join("; ");

/** Skips where the program can neither be found nor installed. */
function has(t: TestContext, name: string, program: string): boolean {
  try {
    meetServer(name, program, program);
    return true;
  } catch (error) {
    t.skip((error as Error).message);
    return false;
  }
}

for (const [name, program, front] of [
  ["nginx", "nginx", nginx],
  ["Caddy", "caddy", caddy]
] as const) {
  test(`${name} with the shipped configuration serves the site below its path, variants and ranges too`, async (t) => {
    if (!has(t, name, program)) return;
    const {url} = await served(t, front);
    const root = await ask(`${url}/`);
    assert.deepEqual([root.statusCode, root.headers.location], [302, "/weir/"]);
    const plain = await ask(`${url}/weir/`);
    assert.equal(await text(plain), files["index.html"]);
    assert.match(String(plain.headers["content-security-policy"]), /default-src 'self'/);
    assert.equal(plain.headers["strict-transport-security"], "max-age=31536000");
    const small = await ask(`${url}/weir/`, {headers: {"accept-encoding": "gzip, br"}});
    assert.equal(small.headers["content-encoding"], "br");
    const etag = String(small.headers.etag);
    const unchanged = await ask(`${url}/weir/`, {headers: {"accept-encoding": "br", "if-none-match": etag}});
    assert.equal(unchanged.statusCode, 304);
    const folder = await ask(`${url}/weir/guide?a=1`);
    assert.deepEqual([folder.statusCode, folder.headers.location], [308, "/weir/guide/?a=1"]);
    const asset = `${url}/weir/_file/data.12345678.bin`;
    const range = await ask(asset, {headers: {range: "bytes=10-19", "accept-encoding": "br"}});
    assert.deepEqual([range.statusCode, range.headers["content-range"]], [206, "bytes 10-19/5000"]);
    assert.deepEqual(Buffer.concat(await range.toArray()), Buffer.from(files["_file/data.12345678.bin"].slice(10, 20)));
    const head = await ask(asset, {method: "HEAD"});
    assert.equal(head.headers["content-length"], "5000");
    assert.equal(head.headers["cache-control"], "public, max-age=31536000, immutable");
    assert.equal((await ask(`${url}/weir/%2e%2e/manifest.json`)).statusCode! >= 400, true);
    assert.equal((await ask(`${url}/elsewhere`)).statusCode, 404);
  });

  test(`${name} with the shipped configuration passes readings on as they come`, async (t) => {
    if (!has(t, name, program)) return;
    const listeners = new Set<(reading: Reading) => void>();
    const live = {
      latest: () => new Map<string, Reading>(),
      subscribe(listener: (reading: Reading) => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      }
    };
    const {url} = await served(t, front, {live});
    const stream = await ask(`${url}/weir/api/live`, {headers: {"accept-encoding": "gzip"}});
    assert.equal(stream.headers["content-type"], "text/event-stream");
    assert.equal(listeners.size, 1);
    stream.setEncoding("utf8");
    for (const value of [1, 2, 3]) {
      for (const listener of listeners)
        listener({time: new Date(0), source: "s", series: "a", value, quality: "good"} as unknown as Reading);
      let said = "";
      while (!said.includes("\n\n")) said += (await once(stream, "data"))[0]; // the next one is sent once this is here
      assert.match(said, new RegExp(`"value":${value}`));
    }
    stream.destroy();
  });

  test(`${name} with the shipped configuration lets readers log in, and name no user themselves`, async (t) => {
    if (!has(t, name, program)) return;
    const {url} = await served(t, front, {login: localUsers(await usersFile(t))});
    const asked = await ask(`${url}/weir/`, {headers: {accept: "text/html"}});
    assert.deepEqual([asked.statusCode, asked.headers.location], [303, "/weir/login?to=%2F"]);
    const page = await ask(`${url}/weir/login`);
    const csrf = csrfIn(await text(page));
    const body = String(new URLSearchParams({csrf, user: "reader", password, to: "/guide/"}));
    const form = {"content-type": "application/x-www-form-urlencoded", cookie: cookiesOf(page)};
    const entered = await ask(`${url}/weir/login`, {method: "POST", headers: form, body});
    assert.deepEqual([entered.statusCode, entered.headers.location], [303, "/weir/guide/"]);
    assert.match(entered.headers["set-cookie"]?.[0] ?? "", /; Path=\/weir\/; .*HttpOnly; SameSite=Strict; Secure$/);
    const home = await ask(`${url}/weir/`, {headers: {cookie: cookiesOf(entered)}});
    assert.equal(await text(home), files["index.html"]);
    const large = {method: "POST", headers: form, body: "a".repeat(100_000)};
    const {statusCode} = await ask(`${url}/weir/login`, large);
    assert.ok([413, 502].includes(statusCode!), `${statusCode}: Caddy's word for a body that is cut off is 502`);

    const roles = {operator: [], admin: []};
    const login = {users: undefined, session: 0, trustedHeader: "x-forwarded-user", proxies: ["127.0.0.1"], roles};
    const named = await served(t, front, {login});
    assert.equal((await fetch(`${named.behind}/`, {headers: {"x-forwarded-user": "ada"}})).status, 200);
    assert.equal((await ask(`${named.url}/weir/`, {headers: {"x-forwarded-user": "ada"}})).statusCode, 401);
  });
}

async function served(
  t: TestContext,
  front: (t: TestContext, behind: number) => Promise<FrontServer>,
  options: Parameters<typeof serveFiles>[2] = {}
): Promise<FrontServer & {behind: string}> {
  const port = await freePort();
  const server = await serveFiles(t, files, {prefix: "/weir", port, proxies: ["127.0.0.1"], ...options});
  return {...(await front(t, port)), behind: server.url};
}
