import type {FastifyInstance} from "fastify";
import type {Snapshots} from "../snapshots.ts";

/**
 * `GET /api/snapshots`: those that are there, newest first, and which of them readers get. A page knows those before its
 * own alone, so after a rollback the way forward is here. Times are ISO texts.
 */
export function snapshotRoutes(app: FastifyInstance, {snapshots}: {snapshots: Snapshots}): void {
  app.get("/api/snapshots", async () => ({
    current: snapshots.current()?.id ?? null,
    snapshots: snapshots.list().map(({id, builtAt, observedThrough}) => ({
      id,
      builtAt: iso(builtAt),
      observedThrough: observedThrough === null ? null : iso(observedThrough)
    }))
  }));
}

const iso = (time: number): string => new Date(time).toISOString();
