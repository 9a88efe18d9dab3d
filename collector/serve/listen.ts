import {lookup} from "node:dns/promises";
import {once} from "node:events";
import {createServer, type RequestListener, type Server} from "node:http";
import type {AddressInfo} from "node:net";

export interface ListenOptions {
  host: string;
  /** 0 takes any free one. */
  port: number;
  /** Connections that may be open at once, at all addresses together: those beyond are closed. */
  mostConnections: number;
  answer: RequestListener;
}

export interface Listening {
  /** The one that was taken. */
  port: number;
  /** Takes no more connections, ends those that are idle, and waits for the answers under way. */
  close(): Promise<void>;
  /** Cuts every connection, those too on which no request has come in yet. */
  cut(): void;
}

/** How long a request may take to come in, ms. */
const requestTimeout = 30_000;

/** How long a connection stays open for the next request: longer than proxies keep theirs, ms. */
const keepAliveTimeout = 72_000;

/**
 * Listens on a port of a host; for `localhost` on each of its addresses that can be had, since programs differ in which
 * they take. Throws what Node says when it cannot.
 */
export async function listen({host, port, mostConnections, answer}: ListenOptions): Promise<Listening> {
  const open = async (at: {host: string; port: number}) => {
    const server = createServer({requestTimeout, keepAliveTimeout}, answer).listen(at);
    await once(server, "listening");
    return server;
  };
  const first = await open({host, port});
  const taken = first.address() as AddressInfo;
  const all = host === "localhost" ? await lookup(host, {all: true}) : [];
  const others = all.filter(({address}) => address !== taken.address);
  const tries = await Promise.allSettled(others.map(({address}) => open({host: address, port: taken.port})));
  const servers = [first, ...tries.flatMap((one) => (one.status === "fulfilled" ? one.value : []))];
  for (const server of servers) server.maxConnections = Math.ceil(mostConnections / servers.length);
  return {
    port: taken.port,
    close: async () => void (await Promise.all(servers.map(closed))),
    cut: () => servers.forEach((server) => void server.closeAllConnections())
  };
}

const closed = (server: Server) => new Promise((resolve) => server.close(resolve));
