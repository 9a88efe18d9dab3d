import {createServer} from "node:net";
import {z} from "zod";
import type {ServerSettings} from "../config/server-schema.ts";
import {Snapshots} from "../snapshots.ts";
import {type Finding, findings, type Subject} from "./finding.ts";

const {ok, warn, fail} = findings("port");

/** Whether the server's port is free, or held by this Weir, and what that one says of itself. */
export async function checkPort({config, collecting}: Subject): Promise<Finding[]> {
  if (!config) return [];
  const {host, port} = config.server;
  if (port === 0) return [ok("any free one is taken")];
  const code = await listening(host, port);
  if (code === null) return [ok(`${host}:${port}: free`)];
  if (code === "EACCES")
    return [fail(`port not allowed: ${port}`, "choose one above 1023, or give the unit CAP_NET_BIND_SERVICE")];
  if (code !== "EADDRINUSE") return [fail(`cannot listen on ${host}:${port}: ${code}`, "check server.host")];
  const health = await healthOf(config.server);
  const another = `choose another: PORT=${port + 1}; see: ss -ltnp`;
  if (!health) return [fail(`port in use by another program: ${port}`, another)];
  const {reasons, snapshot, status} = health;
  const isOther =
    !collecting && snapshot !== undefined && snapshot !== (new Snapshots(config.data).current()?.id ?? null);
  if (isOther) return [fail(`port in use by the Weir of another data folder: ${port}`, another)];
  if (reasons.length)
    return [warn(`${host}:${port}: held by Weir, which says: ${reasons.join("; ")}`, "mend what it names")];
  if (status !== "ok")
    return [warn(`${host}:${port}: held by Weir, which is not well`, "log in there and see /healthz for the reasons")];
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

/** What `GET /healthz` of a Weir says; where there is a login, not why, nor which snapshot it has. */
interface Health {
  /** `ok` when all is well. */
  status: string;
  reasons: string[];
  /** null before the first. */
  snapshot?: string | null;
}

const health = z.union([
  z.object({status: z.string(), reasons: z.array(z.string()), snapshot: z.string().nullable()}),
  z.object({status: z.string()}).transform(({status}) => ({status, reasons: []}))
]);

/** What a Weir says of itself there; null when it is none. */
async function healthOf({host, port, prefix, login}: ServerSettings): Promise<Health | null> {
  const reachable = ["0.0.0.0", "::"].includes(host) ? "localhost" : host;
  try {
    const url = `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}${prefix}/healthz`;
    const found: Health = health.parse(await (await fetch(url, {signal: AbortSignal.timeout(3000)})).json());
    return found.snapshot === undefined && !login ? null : found;
  } catch {
    return null;
  }
}
