import {z} from "zod";
import type {Request} from "../../data/schema.ts";
import {duration} from "../duration.ts";
import {timeZone} from "../local-time.ts";
import {type Batch, pause, type RejectedInput, type SourceContext, sourceKind} from "../source.ts";
import {type Change, changesIn, rejectedRequest} from "./http-json/changes.ts";
import {fetchArray} from "./http-json/fetch-array.ts";
import {headerOptions, headersFrom} from "./http-json/headers.ts";
import {KnownRequests, type RequestsCursor} from "./http-json/known-requests.ts";
import {requestMap} from "./http-json/request-map.ts";
import {interval} from "./shared/interval.ts";

/** `fetch` takes none, and its message would show them. */
const withoutCredentials = (url: string): boolean => {
  const {username, password} = new URL(url);
  return username === "" && password === "";
};

const options = z.strictObject({
  url: z
    .url({protocol: /^https?$/, error: "write an http or https URL"})
    .refine(withoutCredentials, "holds a user or password (write headers: {authorization: {env: NAME}})"),
  every: interval.default(10_000),
  timeout: interval.default(10_000),
  headers: headerOptions.default({}),
  map: requestMap.prefault({}),
  timeZone: timeZone.default("UTC"),
  maxBytes: z
    .int()
    .positive()
    .default(64 * 2 ** 20),
  /** A processed request is looked at for changes for so long after a newer one was asked for. */
  settleAfter: duration.default(3 * 86_400_000)
});

type Options = z.output<typeof options>;

const batchRows = 2000;

/**
 * An HTTP API that returns all requests as one JSON array. A request is recorded when it is new and whenever it has
 * changed, as when its processing is filled in later. A request that turns up more than `settleAfter` (or 10,000
 * processed requests) late is missed, and so is a change that late to one that was processed.
 */
export const httpJson = sourceKind({
  kind: "http-json",
  about: "an HTTP API that returns all requests as a JSON array",
  options,
  example: `{kind: "http-json", url: "https://api.example.org/requests", every: "10s", headers: {authorization: {env: "API_TOKEN"}}}`,
  create: (given) => ({
    read: (context) => poll(given, context),
    replay: ({raw, time: observedAt}, {id: source}) => ({
      dataset: "requests",
      records: [{observedAt, source, ...rejectedRequest(raw, given)}]
    })
  })
});

async function* poll(given: Options, context: SourceContext): AsyncIterable<Batch<"requests">> {
  const {signal, now} = context;
  const known = new KnownRequests(context.cursor as RequestsCursor | null, given);
  const {url, timeout: timeoutMs, maxBytes, every} = given;
  while (!signal.aborted) {
    const rows = await rowsUnlessAborted();
    if (signal.aborted) return;
    const {changes, unread} = changesIn(rows, known, given);
    const observedAt = now();
    for (let start = 0; start < changes.length; start += batchRows)
      yield batch(changes.slice(start, start + batchRows), known, observedAt, context.id);
    context.running(`${rows.length} requests, ${known.waiting} waiting${unread ? `, ${unread} more unreadable` : ""}`);
    await pause(every, signal);
  }

  async function rowsUnlessAborted(): Promise<unknown[]> {
    try {
      return await fetchArray({url, timeoutMs, maxBytes, headers: headersFrom(given.headers), signal});
    } catch (error) {
      if (signal.aborted) return [];
      throw error;
    }
  }
}

function batch(changes: Change[], known: KnownRequests, observedAt: number, source: string): Batch<"requests"> {
  const records: Request[] = [];
  const rejects: RejectedInput[] = [];
  for (const {id, hash, request, reject} of changes) {
    if (reject) rejects.push(reject);
    if (request) records.push({observedAt, source, ...request});
    if (request && request.processedAt !== null) known.addClosed(id, hash, request.requestedAt);
    else known.addOpen(id, hash);
  }
  known.settle(Math.min(records.at(-1)?.requestedAt ?? 0, observedAt));
  return {dataset: "requests", records, rejects, read: changes.length, cursor: known.cursor()};
}
