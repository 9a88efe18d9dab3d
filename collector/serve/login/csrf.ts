import {createHmac, timingSafeEqual} from "node:crypto";

/** The token that a form must carry: made of a cookie that other sites can neither read nor set. */
export const csrfOf = (cookie: string): string => createHmac("sha256", cookie).update("csrf").digest("base64url");

/** Whether a request carries the token that belongs to its cookie. */
export function isCsrfOf(token: unknown, cookie: string | undefined): boolean {
  if (typeof token !== "string" || !cookie) return false;
  const [given, wanted] = [Buffer.from(token), Buffer.from(csrfOf(cookie))];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
