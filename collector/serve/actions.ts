import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";
import {cookieOf} from "./login/cookies.ts";
import {isCsrfOf, isFromElsewhere} from "./login/csrf.ts";
import type {Login} from "./login/login.ts";

/** What operators may do on the site. */
export interface Actions {
  /** Acknowledges an alert for a user; false when there is no such alert. */
  acknowledge?: (id: string, by: string) => Promise<boolean> | boolean;
  /** Gives readers an older snapshot for a user; false when there is no such snapshot. */
  rollback?: (id: string, by: string) => Promise<boolean> | boolean;
}

/**
 * `POST /api/alerts/<id>/ack` and `POST /api/snapshots/<id>/rollback`, for operators, with the token of `/api/session`
 * in the header `x-csrf-token` or the field `csrf`; machines with a token of their own need no other.
 */
export function actionRoutes(
  app: FastifyInstance,
  {login, actions, say}: {login: Login | null; actions: Actions; say: (line: string) => void}
): void {
  const action = (url: string, told: string, act: Actions[keyof Actions]) =>
    app.post<{Params: {id: string}}>(url, {config: {access: "operator"}}, async (request, reply) => {
      const {identity, params} = request;
      if (!login || !identity) return refuse(reply, "nobody can act without a login (set server.login)");
      if (!identity.isToken && !hasCsrf(request, login))
        return refuse(reply, "no token of this session (send that of /api/session)");
      if (!act) return reply.code(503).send({error: "not possible in this process (run: weir up)"});
      if (!(await act(params.id, identity.user))) return reply.code(404).send({error: "not found"});
      say(`${told} ${params.id}: by ${identity.user}`);
      return {done: true, by: identity.user};
    });
  action("/api/alerts/:id/ack", "acknowledged alert", actions.acknowledge);
  action("/api/snapshots/:id/rollback", "went back to snapshot", actions.rollback);
}

function hasCsrf(request: FastifyRequest, {cookie}: Login): boolean {
  const {csrf} = (request.body ?? {}) as {csrf?: unknown};
  return !isFromElsewhere(request) && isCsrfOf(request.headers["x-csrf-token"] ?? csrf, cookieOf(request, cookie));
}

const refuse = (reply: FastifyReply, error: string): FastifyReply => reply.code(403).send({error});
