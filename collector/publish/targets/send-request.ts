import {once} from "node:events";
import {createReadStream} from "node:fs";
import {type IncomingMessage, request as requestPlain} from "node:http";
import {request as requestSecure} from "node:https";
import {pipeline} from "node:stream/promises";

export interface OutgoingRequest {
  method: string;
  /** Of a request that brings a file, with `content-length`. */
  headers: Record<string, string>;
  signal: AbortSignal;
  /** A file to send as it is read; `fetch` would take all of it into memory. */
  source?: string;
}

/** Asks by HTTP or HTTPS, follows no redirect, and resolves as soon as there is an answer, whose body is still to be read. */
export async function sendRequest(url: URL, {source, ...options}: OutgoingRequest): Promise<IncomingMessage> {
  const request = (url.protocol === "https:" ? requestSecure : requestPlain)(url, options);
  const answered = once(request, "response");
  if (source === undefined) request.end();
  // what goes wrong is an error of the request; a server may also answer before it has read everything
  else pipeline(createReadStream(source), request).catch(() => {});
  const [response] = await answered;
  return response;
}
