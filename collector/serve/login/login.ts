import type {FastifyInstance, FastifyRequest} from "fastify";
import type {Metric} from "../metrics/metrics-text.ts";
import type {Identity} from "./roles.ts";

/** A way of telling who asks. */
export interface Login {
  /** Who asks; undefined for one who is not logged in. */
  identify(request: FastifyRequest): Identity | undefined;
  /** Cookie that the token of this reader's forms is made of. */
  cookie: string;
  /** Whether people can log in at `/login`. */
  hasPage: boolean;
  /** Adds what people log in and out by. */
  routes(app: FastifyInstance): void;
  metrics(): Metric[];
  /** Why nobody can be let in at the moment; empty when they can. */
  problems(): string[];
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who may ask; readers when nothing is said. */
    access?: "public" | Identity["role"];
  }
  interface FastifyRequest {
    /** Who asks; null without a login. */
    identity: Identity | null;
  }
}
