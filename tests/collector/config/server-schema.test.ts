import assert from "node:assert/strict";
import {test} from "node:test";
import {ConfigError, parseConfig} from "../../../collector/config.ts";

const serverOf = (server: object) => parseConfig({server, sources: {}}, {root: "/srv", env: {}}).server;

test("parseConfig() takes a login in one setting, with users beside the configuration file", () => {
  assert.equal(serverOf({}).login, null);
  const {login} = serverOf({login: {users: "users.json"}});
  assert.deepEqual([login?.users, login?.session], ["/srv/users.json", 7 * 86_400_000]);
  const header = serverOf({login: {trustedHeader: "X-Forwarded-User", proxies: ["127.0.0.1", "10.0.0.0/8"]}}).login;
  assert.equal(header?.trustedHeader, "x-forwarded-user");
});

test("parseConfig() names every mistake in the server's settings", () => {
  for (const [server, mistake] of [
    [{prefix: "weir"}, /server\.prefix: write a path without a slash at its end/],
    [{prefix: "/weir/"}, /server\.prefix: /],
    [{prefix: "/../x"}, /server\.prefix: /],
    [{login: {}}, /server\.login: write one of users/],
    [{login: {users: "u", trustedHeader: "X"}}, /server\.login: write one of users/],
    [{login: {trustedHeader: "X-User"}}, /server\.login\.proxies: missing/],
    [{proxies: ["10.0.0.0/33"]}, /server\.proxies\.0: write an address or a range/],
    [{proxies: ["proxy.example"]}, /server\.proxies\.0: /],
    [{rateLimit: {perSecond: 0}}, /server\.rateLimit\.perSecond: too small: 0/],
    [{metricsToken: {env: "a b"}}, /server\.metricsToken\.env: write the name of an environment variable/]
  ] as const)
    assert.throws(
      () => serverOf(server),
      (error) => error instanceof ConfigError && mistake.test(error.message)
    );
});
