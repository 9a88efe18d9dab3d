import {createHmac, randomBytes, timingSafeEqual} from "node:crypto";
import type {FastifyReply, FastifyRequest} from "fastify";
import {cookieOf, setCookie} from "./cookies.ts";
import type {User} from "./users-file.ts";

const cookie = "weir-known";

/** 400 days, more than which no browser keeps a cookie. */
const seconds = 400 * 86_400;

/**
 * The mark of a browser from which this user has logged in before; undefined for any other. Its failed logins are counted
 * by themselves, so that nobody can lock a user out of it. Another password makes it unknown.
 */
export function knownBrowser(request: FastifyRequest, name: string, user: User | undefined): string | undefined {
  const [mark = "", seal = ""] = cookieOf(request, cookie)?.split(".") ?? [];
  if (!user || !/^[\w-]{22}$/.test(mark)) return undefined;
  const [given, wanted] = [Buffer.from(seal), Buffer.from(sealOf(mark, name, user))];
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? mark : undefined;
}

/** Makes the browser known, after a login. */
export function rememberBrowser(
  request: FastifyRequest,
  reply: FastifyReply,
  {name, user, path}: {name: string; user: User; path: string}
): void {
  const mark = knownBrowser(request, name, user) ?? randomBytes(16).toString("base64url");
  setCookie(request, reply, {name: cookie, value: `${mark}.${sealOf(mark, name, user)}`, path, seconds});
}

/** Only who can read the file of users can make one. */
const sealOf = (mark: string, name: string, {password}: User): string =>
  createHmac("sha256", password).update(`known ${name} ${mark}`).digest("base64url");
