import assert from "node:assert/strict";
import {test} from "node:test";
import {networkOf, RateLimit} from "../../../collector/serve/rate-limit.ts";
import {serveFiles} from "../../support/serve-files.ts";

test("rateLimit.take() lets a burst pass, then a steady rate, each address by itself", () => {
  let now = 0;
  const limit = new RateLimit({perSecond: 2, burst: 3}, () => now);
  const takes = (ip: string, n: number) => Array.from({length: n}, () => limit.take(ip));
  assert.deepEqual(takes("192.0.2.1", 4), [0, 0, 0, 1]);
  assert.deepEqual(takes("192.0.2.2", 1), [0]);
  now = 500;
  assert.deepEqual(takes("192.0.2.1", 2), [0, 1]);
  now = 3_600_000;
  assert.deepEqual(takes("192.0.2.1", 4), [0, 0, 0, 1]);
  assert.deepEqual(takes("127.0.0.1", 9), Array(9).fill(0));
});

test("networkOf() takes 64 bits of an IPv6 address for one, and an IPv4 address however it is written", () => {
  for (const [ip, network] of [
    ["192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:0db8:0:0:ffff:1:2:3", "2001:db8:0:0::/64"],
    ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "::1"],
    ["x".repeat(9000), "x".repeat(100)]
  ] as const)
    assert.equal(networkOf(ip), network);
});

test("server answers 429 to an address that asks too often, as a trusted proxy tells it, and counts it", async (t) => {
  const server = await serveFiles(
    t,
    {"index.html": ""},
    {rateLimit: {perSecond: 0.001, burst: 2}, proxies: ["127.0.0.1"]}
  );
  const ask = (ip: string) => server.get("/", {headers: {"x-forwarded-for": ip}});
  assert.deepEqual([(await ask("192.0.2.1")).status, (await ask("192.0.2.1")).status], [200, 200]);
  const refused = await ask("192.0.2.1");
  assert.deepEqual([refused.status, Number(refused.headers.get("retry-after")) > 900], [429, true]);
  assert.equal((await ask("192.0.2.9, 192.0.2.1")).status, 429, "what a client adds in front is not believed");
  assert.equal((await ask("192.0.2.2")).status, 200);
  assert.match(await (await server.get("/metrics")).text(), /^weir_http_rate_limited_total 2$/m);
});
