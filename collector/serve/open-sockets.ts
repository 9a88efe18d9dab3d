import {subscribe, unsubscribe} from "node:diagnostics_channel";
import type {Socket} from "node:net";

const accepted = "net.server.socket";

/**
 * The connections to a port of this process, on whichever of its addresses, those too on which no request has come in
 * yet: Node waits for them for ever once a server closes, and Fastify does not show all of its servers.
 */
export class OpenSockets {
  readonly #sockets = new Set<Socket>();
  readonly #note = (message: unknown) => {
    const {socket} = message as {socket: Socket};
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
  };

  constructor() {
    subscribe(accepted, this.#note);
  }

  /** Cuts every answer short. */
  destroy(port: number): void {
    for (const socket of this.#sockets) if (socket.localPort === port) socket.destroy();
  }

  /** Notes no further ones. */
  close(): void {
    unsubscribe(accepted, this.#note);
  }
}
