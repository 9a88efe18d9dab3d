import type {ServerResponse} from "node:http";
import type {Reading} from "../../data/schema.ts";
import type {LiveFeed} from "./live-feed.ts";

export interface LiveStreamOptions {
  /** Readings of this long go out together, ms. */
  gatherMs?: number;
  /** A comment goes out this often, so that nothing in between takes the connection for dead, ms. */
  beatMs?: number;
}

/**
 * Server-sent events: one with the newest reading of every series, then one with what is new, each a JSON array of
 * readings. A client that reads slowly gets the newest of each series and never a backlog.
 */
export function liveStream(
  response: ServerResponse,
  live: LiveFeed,
  {gatherMs = 250, beatMs = 15_000}: LiveStreamOptions = {}
): void {
  const fresh = new Map<string, Reading>(live.latest());
  let gathering: NodeJS.Timeout | undefined;
  const write = (text: string) => response.writableEnded || response.write(text); // others end it, and a client is slow
  const send = () => {
    if (response.writableNeedDrain) return void response.once("drain", send);
    gathering = undefined;
    if (fresh.size) write(`data: ${JSON.stringify([...fresh.values()])}\n\n`);
    fresh.clear();
  };
  const unsubscribe = live.subscribe((reading) => {
    fresh.set(reading.series, reading);
    gathering ??= setTimeout(send, gatherMs);
  });
  const beat = setInterval(() => response.writableNeedDrain || write(":\n\n"), beatMs);
  response.once("close", () => {
    unsubscribe();
    clearInterval(beat);
    clearTimeout(gathering);
  });
  send();
}
