import type {ServerResponse} from "node:http";
import type {Socket} from "node:net";
import type {FastifyInstance} from "fastify";

/**
 * Ends answers with their connection that still wait for their turn on it, as those to requests that were sent all at
 * once: Node tells only the one whose turn it is, and files and streams of the others would stay open.
 */
export function endQueuedAnswers(app: FastifyInstance): void {
  const queued = new WeakMap<Socket, Set<ServerResponse>>();
  app.addHook("onRequest", ({raw: {socket}}, {raw: response}, done) => {
    if (!response.socket) {
      const waiting = queued.get(socket) ?? new Set();
      if (!queued.has(socket))
        socket.once("close", () => {
          for (const one of waiting) one.emit("close");
        });
      queued.set(socket, waiting.add(response));
      response.once("close", () => waiting.delete(response));
    }
    done();
  });
}
