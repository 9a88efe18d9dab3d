import type {FastifyInstance} from "fastify";
import type {Snapshots} from "../../snapshots.ts";

export interface HealthOptions {
  snapshots: Snapshots;
  /** Why Weir does not do what it is there for. */
  reasons: () => string[];
  /** What people should know of, though it goes on. */
  concerns: () => string[];
  hasLogin: boolean;
}

/**
 * `GET /healthz`: 200 as `ok`, or as `degraded` with the reasons; 503 as `failing`. Where there is a login, only who is
 * logged in learns the reasons.
 */
export function healthRoutes(app: FastifyInstance, {snapshots, reasons, concerns, hasLogin}: HealthOptions): void {
  app.get("/healthz", {config: {access: "public"}}, async ({identity}, reply) => {
    const current = snapshots.current();
    const found = reasons();
    const minor = concerns();
    const status = found.length ? "failing" : minor.length ? "degraded" : "ok";
    const detail = hasLogin && !identity ? {} : {reasons: [...found, ...minor], snapshot: current?.id ?? null};
    return reply.code(found.length ? 503 : 200).send({status, ...detail});
  });
}
