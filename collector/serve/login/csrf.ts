import {createHmac, timingSafeEqual} from "node:crypto";
import type {FastifyRequest} from "fastify";

/** The token that a form must carry: made of a cookie that other sites can neither read nor set. */
export const csrfOf = (cookie: string): string => createHmac("sha256", cookie).update("csrf").digest("base64url");

/**
 * Whether a browser says that a page of another origin sent the request: a neighbour below the same domain, too, which can
 * set cookies and so knows what token belongs to them.
 */
export const isFromElsewhere = ({headers}: FastifyRequest): boolean =>
  !["same-origin", "none", undefined].includes(headers["sec-fetch-site"] as string | undefined);

/** Whether a request carries the token that belongs to its cookie. */
export function isCsrfOf(token: unknown, cookie: string | undefined): boolean {
  if (typeof token !== "string" || !cookie) return false;
  const [given, wanted] = [Buffer.from(token), Buffer.from(csrfOf(cookie))];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
