import type {Socket} from "node:net";
import type {FastifyInstance} from "fastify";

/** The connections that requests came in on, on whichever of the server's addresses. */
export class OpenSockets {
  readonly #sockets = new Set<Socket>();

  constructor(app: FastifyInstance) {
    app.addHook("onRequest", async ({raw: {socket}}) => {
      if (this.#sockets.has(socket)) return;
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
  }

  /** Cuts every answer short. */
  destroy(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
