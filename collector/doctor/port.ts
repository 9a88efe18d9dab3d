import {createServer} from "node:net";
import {type Finding, findings, type Subject} from "./finding.ts";

const {ok, warn, fail} = findings("port");

/** Whether the server's port is free, or held by a Weir, and what that one says of itself. */
export async function checkPort({config}: Subject): Promise<Finding[]> {
  if (!config) return [];
  const {host, port} = config.server;
  if (port === 0) return [ok("any free one is taken")];
  const code = await listening(host, port);
  if (code === null) return [ok(`${host}:${port}: free`)];
  if (code === "EACCES")
    return [fail(`port not allowed: ${port}`, "choose one above 1023, or give the unit CAP_NET_BIND_SERVICE")];
  if (code !== "EADDRINUSE") return [fail(`cannot listen on ${host}:${port}: ${code}`, "check server.host")];
  const health = await healthOf(host, port);
  if (!health)
    return [fail(`port in use by another program: ${port}`, `choose another: PORT=${port + 1}; see: ss -ltnp`)];
  if (health.reasons.length)
    return [warn(`${host}:${port}: held by Weir, which says: ${health.reasons.join("; ")}`, "mend what it names")];
  return [ok(`${host}:${port}: held by Weir, which is well`)];
}

/** null when one can listen there, else the error's code. */
function listening(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({code, message}: NodeJS.ErrnoException) => resolve(code ?? message));
    server.listen({host, port}, () => server.close(() => resolve(null)));
  });
}

/** What a Weir says of itself there; null when it is none. */
async function healthOf(host: string, port: number): Promise<{reasons: string[]} | null> {
  const reachable = ["0.0.0.0", "::"].includes(host) ? "localhost" : host;
  try {
    const url = `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}/healthz`;
    const answer: unknown = await (await fetch(url, {signal: AbortSignal.timeout(3000)})).json();
    const {reasons, snapshot} = answer as {reasons?: unknown; snapshot?: unknown};
    return Array.isArray(reasons) && snapshot !== undefined ? {reasons: reasons.map(String)} : null;
  } catch {
    return null;
  }
}
