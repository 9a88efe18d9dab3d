import {randomBytes} from "node:crypto";
import type {FastifyReply, FastifyRequest} from "fastify";
import {cookieOf, setCookie} from "./cookies.ts";

/** The cookie that tells one browser's visit from another's; set when it is not there. */
export function visitOf(request: FastifyRequest, reply: FastifyReply, path: string): string {
  const name = "weir-visit";
  const given = cookieOf(request, name);
  if (given && /^[\w-]{43}$/.test(given)) return given;
  const value = randomBytes(32).toString("base64url");
  setCookie(request, reply, {name, value, path, seconds: 86_400});
  return value;
}
