import type {FastifyInstance} from "fastify";

/** Reads the bodies of HTML forms; of fields with one name, the last. Bodies of other kinds but JSON are refused. */
export function acceptForms(app: FastifyInstance): void {
  app.removeContentTypeParser("text/plain");
  app.addContentTypeParser("application/x-www-form-urlencoded", {parseAs: "string"}, async (_: unknown, body: string) =>
    Object.fromEntries(new URLSearchParams(body))
  );
}
