import {connect} from "node:net";
import {seeded} from "../../tests/support/random.ts";
import {type FuzzTargets, fuzzRequest} from "./fuzz-requests.ts";

export interface FuzzOptions extends FuzzTargets {
  port: number;
  requests: number;
  /** What stands in files outside the site: no answer may hold it. */
  secrets: string[];
  connections?: number;
  seed?: number;
  /** Told now and then how many requests were sent. */
  progress?: (sent: number) => void;
}

export interface FuzzFigures {
  sent: number;
  /** Answers by status, `none` where the connection ended without one. */
  statuses: Record<string, number>;
  /** Answers that held a secret or an injected header. */
  leaks: number;
  /** Connections that could not be had at all. */
  refused: number;
}

/** Requests go out several at once on a connection, which ends after the first that makes no sense. */
const perConnection = 8;

/** Sends odd requests over raw sockets, and looks at every byte that comes back. */
export async function fuzz({
  port,
  requests,
  secrets,
  connections = 16,
  seed = 1,
  progress = () => {},
  ...targets
}: FuzzOptions): Promise<FuzzFigures> {
  const random = seeded(seed);
  const figures: FuzzFigures = {sent: 0, statuses: {}, leaks: 0, refused: 0};
  const marks = [...secrets, "\r\nX-Injected:", "\r\nx-injected:"];

  const once = () =>
    new Promise<void>((resolve) => {
      const batch = Array.from({length: perConnection}, () => fuzzRequest(random, targets));
      figures.sent += batch.length;
      const chunks: Buffer[] = [];
      const socket = connect({port, host: "127.0.0.1"});
      socket.once("connect", () => {
        for (const request of batch) socket.write(request);
        socket.end();
      });
      socket.setTimeout(2000, () => socket.destroy()); // an open stream or a body that never comes ends here
      socket.on("data", (chunk) => chunks.push(chunk));
      socket.once("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ECONNREFUSED") figures.refused++;
      });
      socket.once("close", () => {
        const text = Buffer.concat(chunks).toString("latin1");
        const found = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status!);
        for (const status of found.length ? found : ["none"])
          figures.statuses[status] = (figures.statuses[status] ?? 0) + 1;
        if (marks.some((mark) => text.includes(mark))) figures.leaks++;
        resolve();
      });
    });

  const worker = async () => {
    while (figures.sent < requests) {
      await once();
      if (figures.sent % 20_000 < perConnection) progress(figures.sent);
    }
  };
  await Promise.all(Array.from({length: connections}, worker));
  return figures;
}
