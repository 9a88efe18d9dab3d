import type {IncomingMessage, ServerResponse} from "node:http";
import {join} from "node:path";
import proxyAddress from "@fastify/proxy-addr";
import fastify, {type FastifyReply, type FastifyRequest} from "fastify";
import type {LoginSettings} from "./config/server-schema.ts";
import {scalingRoutes} from "./scaling/scaling-routes.ts";
import type {JobStatus} from "./schedule/job-status.ts";
import {acceptForms} from "./serve/accept-forms.ts";
import {type Actions, actionRoutes} from "./serve/actions.ts";
import {answerFromMemory} from "./serve/answer-from-memory.ts";
import {answerInTurn} from "./serve/answer-in-turn.ts";
import {type ApiOptions, apiRoutes} from "./serve/api-routes.ts";
import {AppendedFile} from "./serve/appended-file.ts";
import {combinedLine} from "./serve/combined-line.ts";
import {ClockWatch} from "./serve/health/clock-watch.ts";
import {diskProblems} from "./serve/health/disk-space.ts";
import {healthRoutes} from "./serve/health/health-routes.ts";
import {type Listening, listen} from "./serve/listen.ts";
import {guard} from "./serve/login/guard.ts";
import {sessionRoute} from "./serve/login/session-route.ts";
import {Tokens} from "./serve/login/tokens.ts";
import {TokensFile} from "./serve/login/tokens-file.ts";
import {HttpMetrics} from "./serve/metrics/http-metrics.ts";
import {metricsRoutes} from "./serve/metrics/metrics-routes.ts";
import {fileLimit} from "./serve/metrics/process-metrics.ts";
import {prefixRoutes, withoutPrefix} from "./serve/prefix.ts";
import {limitRequests, RateLimit, type RateLimitOptions} from "./serve/rate-limit.ts";
import {secretOf} from "./serve/secret-of.ts";
import {securityHeaders} from "./serve/security-headers.ts";
import {serverLogin} from "./serve/server-login.ts";
import {siteRoutes} from "./serve/site-routes.ts";
import {snapshotRoutes} from "./serve/snapshot-routes.ts";
import {Snapshots} from "./snapshots.ts";

export type {Actions} from "./serve/actions.ts";
export type {LiveFeed} from "./serve/live-feed.ts";

export interface ServerOptions extends ApiOptions {
  /** The data folder, absolute. */
  data: string;
  host: string;
  /** 0 takes any free one. */
  port: number;
  /** Path below which everything is served, without a slash at its end. */
  prefix?: string;
  /** Addresses and ranges of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  proxies?: string[];
  rateLimit?: RateLimitOptions | null;
  /** Connections that may be open at once: what lies beyond is closed, so that memory and files are left to the rest. */
  mostConnections?: number;
  /** Environment variable of the token that opens `/metrics` where there is a login. */
  metricsToken?: {env: string} | null;
  login?: LoginSettings | null;
  /** What operators may do. */
  actions?: Actions;
  /** Path of the access log. */
  accessLog?: string;
  /** What is happening while there is no snapshot yet, for people. */
  progress?: () => string;
  /** Why this installation is not well, besides disk and clock; nothing when it is. */
  health?: () => string[];
  /** What people should know of though this installation goes on, besides jobs that do not go as they should. */
  concerns?: () => string[];
  /** How the jobs stand. */
  jobs?: () => JobStatus[];
  say?: (line: string) => void;
}

export interface Server {
  url: string;
  /** Takes no more requests, ends the open streams, and waits for the answers under way, at most `graceMs`. */
  close(graceMs?: number): Promise<void>;
}

const headersOfAll = {...securityHeaders, "cache-control": "no-store"};

/** Serves the published snapshots and the APIs. Throws what to do when the port cannot be had. */
export async function createServer({
  data,
  host,
  port,
  prefix = "",
  proxies = [],
  rateLimit = null,
  mostConnections = Math.min(4096, Math.floor((fileLimit() ?? Number.POSITIVE_INFINITY) / 2)),
  metricsToken = null,
  login: loginSettings = null,
  actions = {},
  accessLog = join(data, "logs", "access.log"),
  progress = () => "The data is being read and the pages are drawn.",
  health = () => [],
  concerns: others = () => [],
  jobs = () => [],
  say = () => {},
  ...api
}: ServerOptions): Promise<Server> {
  const snapshots = new Snapshots(data);
  const login = serverLogin(loginSettings, {data, prefix, say});
  const tokens = login && new Tokens(new TokensFile(data), {rateLimit, say});
  const http = new HttpMetrics();
  const log = new AppendedFile(accessLog, say);
  const record = (request: FastifyRequest, reply: FastifyReply) => {
    const {ip, originalUrl: url} = request;
    http.answered(reply.statusCode, reply.elapsedTime / 1000);
    const bytes = Number(reply.getHeader("content-length") ?? 0);
    log.append(combinedLine(request.raw, {ip, url, status: reply.statusCode, bytes}));
  };
  const clock = new ClockWatch();
  const reasons = () => [
    ...health(),
    ...diskProblems(data),
    ...clock.problems(),
    ...[...(login?.problems() ?? []), ...(tokens?.problems() ?? [])].map((problem) => `login: ${problem}`),
    ...(snapshots.current() ? [] : [noSnapshot(snapshots)])
  ];
  const trusted = [...proxies, ...(loginSettings?.proxies ?? [])];
  const limit = rateLimit && new RateLimit(rateLimit);
  const app = fastify({
    bodyLimit: 2 ** 16,
    return503OnClosing: false,
    trustProxy: trusted.length ? trusted : false,
    rewriteUrl: ({url = "/"}) => withoutPrefix(url, prefix),
    frameworkErrors: (_, request, reply: FastifyReply) => {
      reply.raw.once("finish", () => record(request, reply));
      reply.code(404).headers(securityHeaders).send({error: "not found"});
    }
  });
  app.addHook("onRequest", (_, reply, done) => {
    reply.headers(headersOfAll);
    done();
  });
  answerInTurn(app);
  limitRequests(app, {limit, http});
  prefixRoutes(app, prefix);
  acceptForms(app);
  const {isStillIn} = guard(app, {
    login,
    tokens,
    prefix,
    metricsToken: secretOf(metricsToken, "server.metricsToken"),
    say
  });
  app.addHook("onResponse", (request, reply, done) => {
    record(request, reply);
    done();
  });
  app.addHook("onClose", async () => {
    tokens?.flush();
    await log.flush();
  });
  app.setErrorHandler((error: Error & {statusCode?: number}, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) say(`request failed: ${request.method} ${request.originalUrl} (${error.message})`);
    return reply.code(status).send({error: status >= 500 ? "internal error" : error.message});
  });
  app.setNotFoundHandler((_, reply) =>
    reply.code(405).header("allow", "GET, HEAD").send({error: "method not allowed"})
  );
  const concerns = () => [...others(), ...jobs().flatMap(({problem}) => problem ?? [])];
  healthRoutes(app, {snapshots, reasons, concerns, hasLogin: login !== null});
  const {streams} = apiRoutes(app, {...api, isStillIn});
  metricsRoutes(app, {data, snapshots, http, streams, reasons, concerns, jobs, login: login?.metrics});
  login?.routes(app);
  sessionRoute(app, {login, prefix, actions});
  actionRoutes(app, {login, actions, say});
  scalingRoutes(app, {snapshots});
  snapshotRoutes(app, {snapshots});
  const site = siteRoutes(app, {snapshots, progress, prefix, isPrivate: login !== null});
  const isTrusted = proxyAddress.compile(trusted);
  const fromMemory = answerFromMemory({
    find: site.kept,
    limit,
    addressOf: (request) => (trusted.length ? proxyAddress(request, isTrusted) : (request.socket.remoteAddress ?? "")),
    answered(request, {ip, bytes, seconds}) {
      http.answered(200, seconds);
      log.append(combinedLine(request, {ip, url: request.url!, status: 200, bytes}));
    }
  });
  let listening: Listening | undefined;
  let isClosing = false;
  app.addHook("preClose", () => listening?.close());
  await log.create();
  await app.ready();
  const answer = (request: IncomingMessage, response: ServerResponse) =>
    (!login && !isClosing && fromMemory(request, response)) || app.routing(request, response);
  try {
    listening = await listen({host, port, mostConnections, answer});
  } catch (cause) {
    await app.close();
    throw cannotListen(cause as NodeJS.ErrnoException, {host, port});
  }
  return {
    url: urlOf(host, listening.port) + prefix,
    async close(graceMs = 5000) {
      isClosing = true; // answers of routes say so
      const impatient = setTimeout(() => listening!.cut(), graceMs);
      await app.close();
      clearTimeout(impatient);
    }
  };
}

function noSnapshot(snapshots: Snapshots): string {
  const [newest] = snapshots.list();
  return newest ? `no snapshot is current (weir snapshots rollback ${newest.id})` : "no snapshot yet";
}

function cannotListen(cause: NodeJS.ErrnoException, {host, port}: {host: string; port: number}): Error {
  if (cause.code === "EADDRINUSE") return new Error(`port in use: ${port} (choose another: PORT=${port + 1})`, {cause});
  if (cause.code === "EACCES")
    return new Error(`port not allowed: ${port} (choose one above 1023: PORT=3000)`, {cause});
  return new Error(`cannot listen on ${host}:${port}: ${cause.message}`, {cause});
}

function urlOf(host: string, port: number): string {
  const name = ["0.0.0.0", "::"].includes(host) ? "localhost" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}
