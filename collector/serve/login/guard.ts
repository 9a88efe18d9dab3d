import {timingSafeEqual} from "node:crypto";
import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";
import {cookieOf} from "./cookies.ts";
import {csrfOf} from "./csrf.ts";
import type {Login} from "./login.ts";
import {mayAct} from "./roles.ts";
import {visitOf} from "./visit.ts";

export interface GuardOptions {
  login: Login | null;
  prefix: string;
  /** Token that stands for an admin at `/metrics`. */
  metricsToken: string | null;
}

/** Lets only those in who may: what no route says is for readers. Without a login everybody may read. */
export function guard(app: FastifyInstance, {login, prefix, metricsToken}: GuardOptions): void {
  app.decorateRequest("identity", null);

  if (login)
    app.addHook("onRequest", async (request, reply) => {
      request.identity = login.identify(request) ?? null;
      const {url, config} = request.routeOptions;
      const needed = config.access ?? "reader";
      if (needed === "public") return;
      if (url === "/metrics" && metricsToken && hasToken(request, metricsToken)) return;
      if (!request.identity) return refuse(request, reply);
      if (!mayAct(request.identity.role, needed))
        return reply.code(403).send({error: `not allowed for a ${request.identity.role} (ask for the role ${needed})`});
    });

  /** Pages lead to the login, everything else is refused. */
  function refuse(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const {method, headers, url, routeOptions} = request;
    const isPage =
      ["GET", "HEAD"].includes(method) && routeOptions.url === "*" && /text\/html/.test(headers.accept ?? "");
    if (!isPage || !login?.hasPage) return reply.code(401).send({error: "not logged in"});
    // a link on another site comes without the cookie, which is SameSite=Strict: asked again from here, it comes along
    if (headers["sec-fetch-site"] === "cross-site")
      return reply.type("text/html; charset=utf-8").send('<!DOCTYPE html>\n<meta http-equiv="refresh" content="0">\n');
    return reply.redirect(`${prefix}/login?to=${encodeURIComponent(url)}`, 303);
  }

  app.get("/api/session", {config: {access: "public"}}, (request, reply) => {
    const {identity} = request;
    if (!login || !identity) return reply.send({login: Boolean(login), user: null, role: null, csrf: null});
    const cookie = login.hasPage ? cookieOf(request, login.cookie)! : visitOf(request, reply, `${prefix}/`);
    return reply.send({login: true, ...identity, csrf: csrfOf(cookie)});
  });
}

function hasToken({headers}: FastifyRequest, token: string): boolean {
  const [given, wanted] = [Buffer.from(headers.authorization ?? ""), Buffer.from(`Bearer ${token}`)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
