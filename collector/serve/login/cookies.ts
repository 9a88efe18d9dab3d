import type {FastifyReply, FastifyRequest} from "fastify";

/** The first value of a cookie, as browsers send the one with the longest path first. */
export function cookieOf({headers}: FastifyRequest, name: string): string | undefined {
  for (const pair of (headers.cookie ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim() || undefined;
  }
  return undefined;
}

/** Sets a cookie that scripts and other sites never get; Secure where the reader came by TLS. */
export function setCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  {name, value, path, seconds}: {name: string; value: string; path: string; seconds: number}
): void {
  const secure = request.protocol === "https" ? "; Secure" : "";
  const age = `; Max-Age=${Math.floor(seconds)}`;
  reply.header("set-cookie", `${name}=${value}; Path=${path}${age}; HttpOnly; SameSite=Strict${secure}`);
}
