/** Parts of paths that no site should have, and what may lie beside one. */
export const oddParts = [
  "..",
  ".",
  "%2e%2e",
  "%2E%2e%2f",
  "..%2f",
  "%2f",
  "%5c",
  "\\",
  "%00",
  "%0d%0aX-Injected:%201",
  "%c0%ae%c0%ae",
  "%e0%80%ae",
  "%25%32%65",
  "%",
  "%zz",
  "manifest.json",
  "figures.json",
  "catalog.db",
  "secret.key",
  "users.json",
  "tokens.json",
  "sessions.json",
  "logs/access.log",
  "current",
  "site",
  "__proto__",
  "constructor",
  "~",
  "a".repeat(300),
  "\u00ff",
  "\u009b2J",
  "",
  "?",
  "#",
  ";",
  "etc/passwd"
];

export const methods = [
  ...Array<string>(4).fill("GET"),
  "HEAD",
  "HEAD",
  ...Array<string>(4).fill("POST"),
  "PUT",
  "DELETE",
  "OPTIONS",
  "TRACE",
  "PATCH",
  "CONNECT",
  "get",
  "FOO"
];

export const numbers = [
  "0",
  "1",
  "-1",
  "5",
  "99999",
  "4294967296",
  "18446744073709551616",
  "1e3",
  "0x1",
  "NaN",
  "",
  " 1"
];

/** Where paths begin. */
export const places = [
  "/snapshots/",
  "/api/",
  "/api/live/",
  "/login",
  "/metrics",
  "/healthz",
  "/_file/",
  "//",
  "/../../",
  "/snapshots/current/",
  "http://evil.example/",
  "*"
];

/** What the server answers by itself, not from files. */
export const routes = (id: string): string[] => [
  "/login",
  "/login?to=//evil.example/",
  "/login?to=%2F..%2F&to[]=1&__proto__[x]=1",
  "/logout",
  "/healthz",
  "/metrics",
  "/api/session",
  "/api/stats",
  "/api/chart-data",
  "/api/alerts",
  "/api/live",
  "/api/snapshots",
  `/api/snapshots/${id}/rollback`,
  "/api/snapshots/..%2f..%2f/rollback",
  "/api/snapshots/%0a/rollback",
  "/api/alerts/1/ack",
  `/api/alerts/${"9".repeat(300)}/ack`,
  "/api/scaling/keda",
  "/api/scaling/external-metrics",
  "/apis/external.metrics.k8s.io/v1beta1",
  "/apis/external.metrics.k8s.io/v1beta1/namespaces/%00/weir_servers"
];
