import {createHash} from "node:crypto";
import type {RejectedInput} from "../../source.ts";
import type {KnownRequests} from "./known-requests.ts";
import {idOf, type RequestMap, type RequestState, requestOf} from "./request-map.ts";

/** A row in a state that was not taken yet. */
export interface Change {
  /** The request's id, or a name made from its content where a malformed row has none. */
  id: string;
  hash: string;
  request?: RequestState;
  reject?: RejectedInput;
}

const maxMalformed = 2000;
const rawCharacters = 4096;
/** Stands for a value that is not kept. */
const hidden = "…";

/**
 * The rows that are new or changed, by the time of the request, malformed ones first. Of rows with the same id the last
 * counts. When thousands are malformed (the API has changed) the rest of them is left out and counted as `unread`.
 */
export function changesIn(
  rows: unknown[],
  known: KnownRequests,
  {map, timeZone}: {map: RequestMap; timeZone: string}
): {changes: Change[]; unread: number} {
  const requests = new Map<string, Change>();
  const malformed = new Map<string, Change>();
  rows.forEach((row, index) => {
    try {
      const request = requestOf(row, map, timeZone);
      malformed.delete(request.id);
      requests.set(request.id, {id: request.id, hash: "", request});
    } catch (error) {
      const change = malformedChange(row, index, map, error as Error);
      requests.delete(change.id);
      malformed.set(change.id, change);
    }
  });
  const fresh = [...malformed.values()].filter(({id, hash}) => !known.has(id, hash));
  const taken = fresh.slice(0, Math.max(0, maxMalformed - known.malformed));
  const changed: (Change & {request: RequestState})[] = [];
  for (const {id, request} of requests.values()) {
    if (known.isFinal(id, request!.requestedAt)) continue;
    const hash = hashOf(Object.values(request!));
    if (!known.has(id, hash)) changed.push({id, hash, request: request!});
  }
  changed.sort((a, b) => a.request.requestedAt - b.request.requestedAt);
  return {changes: [...taken, ...changed], unread: fresh.length - taken.length};
}

function malformedChange(row: unknown, index: number, map: RequestMap, {message}: Error): Change {
  const id = idOf(row, map);
  const hash = `!${hashOf(row)}`;
  const reject = {
    reason: message,
    position: id === null ? `row ${index}` : `id ${id}`,
    raw: JSON.stringify(shown(row, map)).slice(0, rawCharacters)
  };
  return {id: id ?? `#${hash}`, hash, reject};
}

/** A row with the values of mapped fields only: nobody asked for the others, and they may be private. */
function shown(row: unknown, map: RequestMap): unknown {
  if (typeof row !== "object" || row === null) return row;
  const mapped = Object.values(map).flat();
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, mapped.includes(name) ? value : hidden]));
}

/** The request in what was kept of a malformed row. Throws the reason when it still is none, or too little was kept. */
export function rejectedRequest(raw: string, {map, timeZone}: {map: RequestMap; timeZone: string}): RequestState {
  if (raw.length === rawCharacters) throw new Error("only its beginning was kept");
  const row = JSON.parse(raw);
  const unknown = Object.values(map)
    .flat()
    .filter((name) => row?.[name] === hidden);
  if (unknown.length) throw new Error(`its value was not kept, for it was not mapped then: ${unknown.join(", ")}`);
  return requestOf(row, map, timeZone);
}

/** 48 bits tell the states of one request apart. */
const hashOf = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("base64url").slice(0, 8);
