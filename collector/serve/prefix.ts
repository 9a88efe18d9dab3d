import type {FastifyInstance} from "fastify";

/** A request's address without the prefix; unchanged when it does not lie below it. */
export function withoutPrefix(url: string, prefix: string): string {
  return prefix && isBelow(url, prefix) ? url.slice(prefix.length) || "/" : url;
}

const isBelow = (url: string, prefix: string): boolean =>
  url.startsWith(prefix) && ["/", "?", undefined].includes(url[prefix.length]);

/**
 * Sends who asks for the root, or for the prefix without its slash, to the site, and who knows no prefix, as a container's
 * health check, to the health; nothing else is there.
 */
export function prefixRoutes(app: FastifyInstance, prefix: string): void {
  if (!prefix) return;
  app.addHook("onRequest", async ({originalUrl}, reply) => {
    const [path] = originalUrl.split("?", 1);
    if (path === prefix) return reply.redirect(`${prefix}/${originalUrl.slice(prefix.length)}`, 308);
    if (path === "/" || path === "/healthz") return reply.redirect(prefix + path, 302);
    if (!isBelow(originalUrl, prefix)) return reply.code(404).type("text/plain; charset=utf-8").send("not found\n");
  });
}
