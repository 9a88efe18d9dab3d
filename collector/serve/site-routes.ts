import type {IncomingMessage} from "node:http";
import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";
import type {Snapshot, Snapshots} from "../snapshots.ts";
import {FileCache} from "./file-cache.ts";
import {findInSite, isAsset} from "./find-in-site.ts";
import {type KeptAnswer, KeptAnswers} from "./kept-answers.ts";
import {onceATurn} from "./once-a-turn.ts";
import {requestPath} from "./request-path.ts";
import {sendFile} from "./send-file.ts";
import {retryAfter, waitingPage} from "./waiting-page.ts";

export interface SiteOptions {
  snapshots: Snapshots;
  /** What is happening while there is no snapshot yet, for people. */
  progress: () => string;
  /** Path below which the site is served. */
  prefix: string;
  /** Whether readers have to log in: then no cache but their own keeps what they read. */
  isPrivate: boolean;
}

export interface SiteRoutes {
  /** What these routes answered to the same request before, when it still stands and is in memory. */
  kept(request: IncomingMessage): KeptAnswer | undefined;
}

/** The current snapshot at `/`, older ones at `/snapshots/<id>/`. */
export function siteRoutes(app: FastifyInstance, options: SiteOptions): SiteRoutes {
  const {snapshots, progress, prefix: root, isPrivate} = options;
  const cache = new FileCache();
  const answers = new KeptAnswers(cache);
  const currentOne = onceATurn(() => snapshots.current());
  const waiting = (reply: FastifyReply) =>
    reply.code(503).header("retry-after", retryAfter).type("text/html; charset=utf-8").send(waitingPage(progress()));

  app.route({method: ["GET", "HEAD"], url: "*", handler: find});
  return {
    kept(request) {
      const current = currentOne();
      return current && answers.find(request, current);
    }
  };

  async function find(request: FastifyRequest, reply: FastifyReply) {
    const current = currentOne();
    const path = requestPath(request.raw.url!);
    const [, id, rest] = /^snapshots\/([^/]+)(?:\/(.*))?$/s.exec(path ?? "") ?? [];
    const older = id === undefined ? undefined : snapshots.get(id);
    if (older && rest === undefined) return redirect(request, reply, `${root}/`, `${path}/`);
    if (older) return answer(request, reply, older, rest, `snapshots/${id}/`);
    if (!current) return waiting(reply);
    return answer(request, reply, current, path, "");
  }

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    snapshot: Snapshot,
    path: string | undefined,
    prefix: string
  ): Promise<FastifyReply> {
    const holder = path === undefined ? undefined : holderOf(snapshot, path);
    const found = holder && findInSite(holder, path!);
    if (!found) return notFound(request, reply);
    if ("redirect" in found) return redirect(request, reply, `${root}/`, prefix + found.redirect);
    try {
      const keep = isPrivate ? undefined : (key: string) => answers.keep(request, reply, {snapshot: holder.id, key});
      return await sendFile(request, reply, {site: snapshots.siteOf(holder.id), isPrivate, cache, keep, ...found});
    } catch (error) {
      if (!["ENOENT", "ELOOP", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code!)) throw error;
      return notFound(request, reply);
    }
  }

  /** The snapshot itself or, for an asset of a page that a reader opened before a switch, another that has it. */
  function holderOf(snapshot: Snapshot, path: string): Snapshot | undefined {
    if (!isAsset(path) || Object.hasOwn(snapshot.files, path)) return snapshot;
    return snapshots.list().find(({files}) => Object.hasOwn(files, path));
  }

  async function notFound(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    reply.code(404);
    const current = currentOne();
    const page = current?.files["404.html"];
    if (current && page)
      return sendFile(request, reply, {
        site: snapshots.siteOf(current.id),
        path: "404.html",
        file: page,
        isPrivate,
        cache
      });
    return reply.type("text/plain; charset=utf-8").send("not found\n");
  }
}

/** Keeps the query. Every part is encoded anew, so the target stays on this host. */
function redirect(request: FastifyRequest, reply: FastifyReply, root: string, path: string): FastifyReply {
  const query = /\?[^#]*/.exec(request.raw.url!)?.[0] ?? "";
  const target = `${root}${path.split("/").map(encodeURIComponent).join("/")}${query}`;
  return reply.header("cache-control", "no-cache").redirect(target, 308);
}
