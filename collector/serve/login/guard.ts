import {timingSafeEqual} from "node:crypto";
import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";
import type {Login} from "./login.ts";
import {type Identity, mayAct} from "./roles.ts";
import type {Tokens} from "./tokens.ts";

export interface GuardOptions {
  login: Login | null;
  /** Of machines, where there is a login. */
  tokens: Tokens | null;
  prefix: string;
  /** Token that stands for an admin at `/metrics`. */
  metricsToken: string | null;
  say: (line: string) => void;
}

export interface Guard {
  /** Whether who sent a request may still read: not one who has logged out since. */
  isStillIn(request: FastifyRequest): boolean;
}

/**
 * Lets only those in who may: what no route says is for readers. Without a login everybody may read. Nobody gets in while
 * the file cannot be read that says who may.
 */
export function guard(app: FastifyInstance, {login, tokens, prefix, metricsToken, say}: GuardOptions): Guard {
  app.decorateRequest("identity", null);
  let told = "";

  function identify(request: FastifyRequest): Identity | undefined {
    try {
      return tokens?.isSent(request) ? tokens.identify(request) : login?.identify(request);
    } catch (error) {
      const {message} = error as Error;
      if (message !== told) say(`login: cannot let anybody in: ${message}`);
      told = message;
      return undefined;
    }
  }

  if (login)
    app.addHook("onRequest", async (request, reply) => {
      const {url, config} = request.routeOptions;
      if (url === "/metrics" && metricsToken && hasToken(request, metricsToken)) return;
      request.identity = identify(request) ?? null;
      const wait = tokens?.isSent(request) ? tokens.use(request, request.identity ?? undefined) : 0;
      if (wait > 0)
        return reply
          .code(429)
          .header("retry-after", wait)
          .send({error: `too many requests with this token (again in ${wait} s)`});
      const needed = config.access ?? "reader";
      if (needed === "public") return;
      if (!request.identity) return refuse(request, reply);
      if (!mayAct(request.identity.role, needed))
        return reply.code(403).send({error: `not allowed for a ${request.identity.role} (ask for the role ${needed})`});
    });

  /** Pages lead to the login, everything else is refused. */
  function refuse(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const {method, headers, url, routeOptions} = request;
    if (tokens?.isSent(request))
      return reply
        .code(401)
        .header("www-authenticate", 'Bearer error="invalid_token"')
        .send({error: "unknown token (weir token list names those there are)"});
    const isPage =
      ["GET", "HEAD"].includes(method) && routeOptions.url === "*" && /text\/html/.test(headers.accept ?? "");
    if (!isPage || !login?.hasPage) return reply.code(401).send({error: "not logged in"});
    // a link on another site comes without the cookie, which is SameSite=Strict: asked again from here, it comes along
    if (headers["sec-fetch-site"] === "cross-site")
      return reply.type("text/html; charset=utf-8").send('<!DOCTYPE html>\n<meta http-equiv="refresh" content="0">\n');
    return reply.redirect(`${prefix}/login?to=${encodeURIComponent(url)}`, 303);
  }

  return {isStillIn: (request) => !login || identify(request) !== undefined};
}

function hasToken({headers}: FastifyRequest, token: string): boolean {
  const [given, wanted] = [Buffer.from(headers.authorization ?? ""), Buffer.from(`Bearer ${token}`)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
