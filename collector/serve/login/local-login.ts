import {join} from "node:path";
import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";
import {type Metric, single} from "../metrics/metrics-text.ts";
import {networkOf} from "../rate-limit.ts";
import {Attempts, type AttemptsOptions} from "./attempts.ts";
import {cookieOf, setCookie} from "./cookies.ts";
import {csrfOf, isCsrfOf, isFromElsewhere} from "./csrf.ts";
import {knownBrowser, rememberBrowser} from "./known-browser.ts";
import type {Login} from "./login.ts";
import {loginPage} from "./login-page.ts";
import {PasswordCheck} from "./password-check.ts";
import type {Identity} from "./roles.ts";
import {Sessions} from "./sessions.ts";
import {sitePath} from "./site-path.ts";
import {type User, UsersFile} from "./users-file.ts";
import {visitOf} from "./visit.ts";

export interface LocalLoginOptions {
  /** File of the users, absolute. */
  users: string;
  /** The data folder, absolute. */
  data: string;
  sessionMs: number;
  prefix: string;
  attempts?: AttemptsOptions;
  say: (line: string) => void;
}

const cookie = "weir-session";

/** Users of this installation alone, with a page to log in by. Throws when the users' file cannot be read. */
export function localLogin({users: file, data, sessionMs, prefix, attempts: limits, say}: LocalLoginOptions): Login {
  const usersFile = new UsersFile(file);
  usersFile.users();
  const sessions = new Sessions(join(data, "sessions.json"), sessionMs, {say});
  const attempts = new Attempts(limits);
  const passwords = {ofKnown: new PasswordCheck(), ofOthers: new PasswordCheck()};
  const path = `${prefix}/`;
  const counts = {done: 0, failed: 0, "locked out": 0};

  function identify(request: FastifyRequest): Identity | undefined {
    const token = cookieOf(request, cookie);
    if (!token) return undefined;
    const users = usersFile.users();
    const user = sessions.userOf(token, users);
    return user === undefined ? undefined : {user, role: users.get(user)!.role};
  }

  /** The users of this moment, none when their file cannot be read. */
  function usersNow(): {users: Map<string, User>; problem: string | null} {
    try {
      return {users: usersFile.users(), problem: null};
    } catch (error) {
      return {users: new Map(), problem: (error as Error).message};
    }
  }

  /** The form, with a token for this browser. */
  function form(request: FastifyRequest, reply: FastifyReply, given: {to?: string; user?: string; problem?: string}) {
    const csrf = csrfOf(visitOf(request, reply, path));
    return reply.type("text/html; charset=utf-8").send(loginPage({...given, csrf}));
  }

  function routes(app: FastifyInstance): void {
    app.get<{Querystring: {to?: unknown}}>("/login", {config: {access: "public"}}, (request, reply) => {
      const to = sitePath(request.query.to);
      const {identity} = request;
      const token = cookieOf(request, cookie);
      if (!identity || !token) return form(request, reply, {to});
      return reply.type("text/html; charset=utf-8").send(loginPage({csrf: csrfOf(token), identity}));
    });

    app.post("/login", {config: {access: "public"}, bodyLimit: 4096}, async (request, reply) => {
      const {user, password, csrf, to: wanted} = (request.body ?? {}) as Record<string, unknown>;
      const to = sitePath(wanted);
      if (typeof user !== "string" || typeof password !== "string")
        return form(request, reply.code(400), {to, problem: "Write your name and your password."});
      if (isFromElsewhere(request) || !isCsrfOf(csrf, cookieOf(request, "weir-visit")))
        return form(request, reply.code(403), {to, user, problem: "This form was too old. Please try again."});
      const later = (problem: string) => form(request, reply.code(503).header("retry-after", 60), {to, user, problem});
      const {users, problem: damage} = usersNow();
      if (damage) return later("Logins cannot be checked at the moment.");
      const known = users.get(user);
      const address = networkOf(request.ip);
      const browser = knownBrowser(request, user, known);
      const check = browser === undefined ? passwords.ofOthers : passwords.ofKnown;
      if (check.isFull) return later("Too many people log in at this moment. Try again in a minute.");
      const wait = attempts.begin({user, address, browser});
      if (wait > 0) {
        counts["locked out"]++;
        const problem = `Too many failed logins. Try again in ${Math.ceil(wait / 60)} min.`;
        return form(request, reply.code(429).header("retry-after", wait), {to, user, problem});
      }
      const isRight = await check.isRight(password, known?.password);
      if (!known || !isRight) {
        counts.failed++;
        say(`login failed: ${JSON.stringify(user.slice(0, 64))} from ${address}`);
        return form(request, reply.code(401), {to, user, problem: "Name or password is wrong."});
      }
      attempts.succeed({user, address, browser});
      counts.done++;
      const before = cookieOf(request, cookie);
      if (before) sessions.end(before);
      setCookie(request, reply, {name: cookie, value: sessions.begin(user, known), path, seconds: sessionMs / 1000});
      rememberBrowser(request, reply, {name: user, user: known, path});
      return reply.redirect(prefix + to, 303);
    });

    app.post("/logout", {config: {access: "public"}, bodyLimit: 4096}, async (request, reply) => {
      const token = cookieOf(request, cookie);
      const {csrf} = (request.body ?? {}) as Record<string, unknown>;
      if (token && !isCsrfOf(csrf, token)) return reply.code(403).send({error: "no token of a form of this session"});
      if (token) sessions.end(token);
      setCookie(request, reply, {name: cookie, value: "", path, seconds: 0});
      return reply.redirect(`${prefix}/login`, 303);
    });
  }

  const metrics = (): Metric[] => [
    {
      name: "weir_logins_total",
      help: "Tries to log in, by their outcome.",
      type: "counter",
      samples: Object.entries(counts).map(([outcome, value]) => ({labels: {outcome}, value}))
    },
    single("gauge", "weir_users", "Local users.", usersNow().users.size)
  ];

  function problems(): string[] {
    const {problem} = usersNow();
    return problem === null ? [] : [problem];
  }

  return {cookie, hasPage: true, identify, routes, metrics, problems};
}
