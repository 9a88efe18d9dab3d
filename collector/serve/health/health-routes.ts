import type {FastifyInstance} from "fastify";
import type {Snapshots} from "../../snapshots.ts";

/** `GET /healthz`: 200, or 503 with the reasons. Where there is a login, only who is logged in learns them. */
export function healthRoutes(
  app: FastifyInstance,
  {snapshots, reasons, hasLogin}: {snapshots: Snapshots; reasons: () => string[]; hasLogin: boolean}
): void {
  app.get("/healthz", {config: {access: "public"}}, async ({identity}, reply) => {
    const current = snapshots.current();
    const found = reasons();
    const status = found.length ? "failing" : "ok";
    const detail = hasLogin && !identity ? {} : {reasons: found, snapshot: current?.id ?? null};
    return reply.code(found.length ? 503 : 200).send({status, ...detail});
  });
}
