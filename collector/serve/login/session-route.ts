import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";
import type {Actions} from "../actions.ts";
import {cookieOf} from "./cookies.ts";
import {csrfOf} from "./csrf.ts";
import type {Login} from "./login.ts";
import {mayAct} from "./roles.ts";
import {visitOf} from "./visit.ts";

/**
 * `GET /api/session`: who asks, the token that acting takes, and what of `Actions` this reader may do on this server, so
 * that pages offer no more.
 */
export function sessionRoute(
  app: FastifyInstance,
  {login, prefix, actions}: {login: Login | null; prefix: string; actions: Actions}
): void {
  const possible = Object.entries(actions).flatMap(([name, act]) => (act ? [name] : []));

  app.get("/api/session", {config: {access: "public"}}, (request, reply) => {
    const {identity} = request;
    if (!login || !identity) return reply.send({login: Boolean(login), user: null, role: null, csrf: null, may: []});
    const {user, role, isToken} = identity;
    const csrf = isToken ? null : csrfFor(request, reply, login);
    return reply.send({login: true, user, role, csrf, may: mayAct(role, "operator") ? possible : []});
  });

  const csrfFor = (request: FastifyRequest, reply: FastifyReply, {hasPage, cookie}: Login): string =>
    csrfOf(hasPage ? cookieOf(request, cookie)! : visitOf(request, reply, `${prefix}/`));
}
