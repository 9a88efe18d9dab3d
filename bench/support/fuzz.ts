import {connect} from "node:net";
import {setImmediate as nextTurn} from "node:timers/promises";
import {seeded} from "../../tests/support/random.ts";
import {type FuzzTargets, fuzzRequest} from "./fuzz-requests.ts";

export interface FuzzOptions extends FuzzTargets {
  port: number;
  requests: number;
  /** What stands in files outside the site: no answer may hold it. */
  secrets: string[];
  /** What stands in pages, where strangers may not read them. */
  pages?: string[];
  /** Headers of those who may read: in the requests of every fourth connection, and of no other. */
  credentials?: string[];
  connections?: number;
  seed?: number;
  /** Told now and then how many requests were sent. */
  progress?: (sent: number) => void;
}

export interface FuzzFigures {
  sent: number;
  /** Answers by status, `none` where the connection ended without one. */
  statuses: Record<string, number>;
  /** Connections whose answers held a secret or an injected header. */
  leaks: number;
  /** Connections of strangers, and of those who may read, whose answers held a page. */
  pagesTo: {strangers: number; readers: number};
  /** Connections that could not be had at all. */
  refused: number;
}

/** Requests go out several at once on a connection, which ends after the first that makes no sense. */
const perConnection = 8;

/** How often progress is told of. */
const words = 200;

/** A server may believe what a proxy at the first address says, and nothing that comes from the second. */
const sides = {proxy: "127.0.0.1", stranger: "127.0.0.2"};

/** Sends odd requests over raw sockets, and looks at every byte that comes back. */
export async function fuzz({
  port,
  requests,
  secrets,
  pages = [],
  credentials = [],
  connections = 16,
  seed = 1,
  progress = () => {},
  ...targets
}: FuzzOptions): Promise<FuzzFigures> {
  const random = seeded(seed);
  const figures: FuzzFigures = {sent: 0, statuses: {}, leaks: 0, pagesTo: {strangers: 0, readers: 0}, refused: 0};
  const marks = [...secrets, "\r\nX-Injected:", "\r\nx-injected:"];

  /** Some requests arrive in pieces. */
  function pieces(request: Buffer): Buffer[] {
    if (random() > 0.05) return [request];
    const at = Math.floor(random() * request.length);
    return [request.subarray(0, at), request.subarray(at)];
  }

  const once = () =>
    new Promise<void>((resolve) => {
      const isReader = credentials.length > 0 && random() < 0.25;
      const own = isReader ? credentials[Math.floor(random() * credentials.length)] : undefined;
      const localAddress = isReader || random() < 0.5 ? sides.proxy : sides.stranger;
      const namesUser = (targets.namesUser ?? true) || localAddress === sides.stranger;
      const request = () => fuzzRequest(random, {targets: {...targets, namesUser}, credentials: own});
      const batch = Array.from({length: perConnection}, request);
      figures.sent += batch.length;
      const chunks: Buffer[] = [];
      const socket = connect({port, host: "127.0.0.1", localAddress});
      socket.once("connect", async () => {
        for (const piece of batch.flatMap(pieces))
          if (socket.write(piece) === false || random() < 0.05) await nextTurn();
        socket.end();
      });
      if (random() < 0.1) socket.once("data", () => socket.destroy()); // with the rest of the answers under way
      socket.setTimeout(2000, () => socket.destroy()); // an open stream or a body that never comes ends here
      socket.on("data", (chunk) => chunks.push(chunk));
      socket.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ECONNREFUSED") figures.refused++;
      });
      socket.once("close", () => {
        const text = Buffer.concat(chunks).toString("latin1");
        const found = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status!);
        for (const status of found.length ? found : ["none"])
          figures.statuses[status] = (figures.statuses[status] ?? 0) + 1;
        if (marks.some((mark) => text.includes(mark))) figures.leaks++;
        if (pages.some((page) => text.includes(page))) figures.pagesTo[isReader ? "readers" : "strangers"]++;
        resolve();
      });
    });

  let told = 0;
  const worker = async () => {
    while (figures.sent < requests) {
      await once();
      if (figures.sent - told < requests / words) continue;
      told = figures.sent;
      progress(told);
    }
  };
  await Promise.all(Array.from({length: connections}, worker));
  return figures;
}
