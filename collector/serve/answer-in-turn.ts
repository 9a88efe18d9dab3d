import type {Socket} from "node:net";
import type {FastifyInstance} from "fastify";

/** Requests that may wait on one connection: browsers and proxies send one at a time. */
const mostWaiting = 20;

/**
 * Begins to answer when the answer's turn on its connection has come: of requests that were sent all at once, those that
 * wait hold no file and no stream. A connection on which too many wait is cut.
 */
export function answerInTurn(app: FastifyInstance): void {
  const waiting = new WeakMap<Socket, number>();
  app.addHook("onRequest", ({raw: {socket}}, {raw: response}, done) => {
    if (response.socket) return done();
    const before = waiting.get(socket) ?? 0;
    if (before >= mostWaiting) return void socket.destroy();
    waiting.set(socket, before + 1);
    response.once("socket", () => {
      waiting.set(socket, waiting.get(socket)! - 1);
      process.nextTick(() => socket.destroyed || done()); // once Node has handed the connection over
    });
  });
}
