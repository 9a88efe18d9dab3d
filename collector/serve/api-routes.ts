import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";
import type {LiveFeed} from "./live-feed.ts";
import {liveStream} from "./live-stream.ts";
import type {Guard} from "./login/guard.ts";
import {isLoopback, networkOf} from "./rate-limit.ts";
import {sharedAnswer} from "./shared-answer.ts";

export interface ApiOptions {
  /** Undefined where no collector runs in this process. */
  live?: LiveFeed;
  /** Calls of each API by time of day, six counts of four hours each. */
  chartData?: () => Promise<Record<string, number[]>>;
  /** Alerts that are out, the latest first, as `weir alerts --json` tells them. Undefined where nobody watches. */
  alerts?: () => Promise<object[]> | object[];
}

const labels = ["0-4", "4-8", "8-12", "12-16", "16-20", "20-24"];

/** Streams that may be open at once; each holds a connection. */
const mostStreams = 1000;

/** Of them those of one address, so that it leaves some to others; this machine, as a proxy that tells nobody's, may more. */
const mostOfOne = 100;

/** Who reads a stream is asked for again this often, ms. */
const lookMs = 1000;

/**
 * `/api/stats`, `/api/chart-data`, `/api/alerts` and `/api/live`. A stream ends when its reader is no longer in: logged out, removed, or
 * with a session that is over. Returns how many streams are open.
 */
export function apiRoutes(
  app: FastifyInstance,
  {live, chartData, alerts, isStillIn = () => true}: ApiOptions & Partial<Guard>
): {streams: () => number} {
  const calls = chartData && sharedAnswer(chartData, 10_000);
  const streams = new Map<FastifyReply["raw"], FastifyRequest>();
  const streamsOf = (ip: string) => {
    const network = networkOf(ip);
    return [...streams.values()].filter((reader) => networkOf(reader.ip) === network).length;
  };
  const looking = setInterval(() => {
    for (const [stream, request] of streams)
      if (!isStillIn(request)) stream.writableEnded ? stream.destroy() : stream.end(); // cut where the end is not taken
  }, lookMs).unref();
  app.addHook("preClose", async () => {
    clearInterval(looking);
    for (const stream of streams.keys()) stream.end();
  });

  app.get("/api/stats", async (_, reply) => {
    if (!live) return noCollector(reply);
    const latest = live.latest();
    const value = (series: string) => latest.get(series)?.value ?? null;
    return {
      network_stats: {kbps_sent: value("network/sent"), kbps_recv: value("network/received")},
      system_performance: {cpu_usage: value("cpu/usage"), memory_usage: value("memory/usage")}
    };
  });

  app.get("/api/chart-data", async (_, reply) => (calls ? {labels, data: await calls()} : noCollector(reply)));

  app.get("/api/alerts", async () => ({alerts: (await alerts?.()) ?? null}));

  app.get("/api/live", {exposeHeadRoute: false}, (request, reply) => {
    if (!live) return noCollector(reply);
    if (streams.size >= mostStreams)
      return reply
        .code(503)
        .header("retry-after", 60)
        .send({error: `too many readers: ${mostStreams} streams are open`});
    if (!isLoopback(request.ip) && streamsOf(request.ip) >= mostOfOne)
      return reply
        .code(429)
        .header("retry-after", 60)
        .send({error: `too many readers: ${mostOfOne} streams are open to this address`});
    reply.hijack();
    reply.raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no"
    });
    reply.raw.flushHeaders();
    streams.set(reply.raw, request);
    reply.raw.once("close", () => streams.delete(reply.raw));
    liveStream(reply.raw, live);
  });
  return {streams: () => streams.size};
}

const noCollector = (reply: FastifyReply) =>
  reply.code(503).send({error: "no collector in this process (run: weir up)"});
