import {connect, type Socket} from "node:net";

export interface LoadOptions {
  port: number;
  /** Paths asked for in turn. */
  paths: string[];
  connections: number;
  seconds: number;
  headers?: string;
}

export interface LoadFigures {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Answers that were not 200, and connections that ended. */
  errors: number;
  bytes: number;
}

/** Asks over connections that stay open, the next request when the answer is there in full, and times each. */
export async function load({port, paths, connections, seconds, headers = ""}: LoadOptions): Promise<LoadFigures> {
  const times: number[] = [];
  let errors = 0;
  let bytes = 0;
  const began = performance.now();
  const end = began + seconds * 1000;
  const requests = paths.map((path) => Buffer.from(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`));

  const walk = (first: number) =>
    new Promise<void>((resolve) => {
      const socket: Socket = connect({port, host: "127.0.0.1", noDelay: true});
      let turn = first;
      let askedAt = 0;
      let head: Buffer = Buffer.alloc(0);
      let left = -1;
      const ask = () => {
        if (performance.now() >= end) return socket.end();
        askedAt = performance.now();
        socket.write(requests[turn++ % requests.length]!);
      };
      const take = (chunk: Buffer) => {
        bytes += chunk.length;
        if (left < 0) {
          head = head.length ? Buffer.concat([head, chunk]) : chunk;
          const at = head.indexOf("\r\n\r\n");
          if (at < 0) return;
          const text = head.toString("latin1", 0, at);
          if (!text.startsWith("HTTP/1.1 200")) errors++;
          left = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0) - (head.length - at - 4);
          head = Buffer.alloc(0);
        } else left -= chunk.length;
        if (left > 0) return;
        left = -1;
        times.push(performance.now() - askedAt);
        ask();
      };
      socket.once("connect", ask);
      socket.on("data", take);
      socket.once("error", () => errors++);
      socket.once("close", () => resolve());
    });

  await Promise.all(Array.from({length: connections}, (_, i) => walk(i * 3)));
  const took = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return {perSecond: times.length / took, p50Ms: at(0.5), p99Ms: at(0.99), errors, bytes};
}
