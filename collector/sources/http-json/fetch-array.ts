import {withLimit} from "../../source.ts";
import {jsonErrorPosition} from "./json-error-position.ts";

export interface FetchOptions {
  url: string;
  timeoutMs: number;
  maxBytes: number;
  headers: Record<string, string>;
  signal: AbortSignal;
}

/**
 * The JSON array at a URL. Throws what is wrong: unreachable, too slow, another status than 200 (redirects too: headers
 * may be secrets of this host), too large, not UTF-8, not JSON and where, not an array. Errors show the URL without
 * user, password and query.
 */
export async function fetchArray({url, timeoutMs, maxBytes, headers, signal}: FetchOptions): Promise<unknown[]> {
  const {origin, pathname} = new URL(url);
  const failed = (problem: string, cause?: unknown) =>
    new Error(`cannot read requests: ${origin}${pathname} (${problem})`, {cause});
  let text: string;
  try {
    text = await withLimit(signal, timeoutMs, async (either) =>
      bodyOf(await fetch(url, {headers, redirect: "manual", signal: either}), maxBytes)
    );
  } catch (error) {
    throw failed(
      (error as Error).name === "TimeoutError"
        ? `no answer within ${timeoutMs / 1000} s`
        : networkProblem(error as Error),
      error
    );
  }
  const value = parse(text, failed);
  if (!Array.isArray(value)) throw failed(`not an array but ${value === null ? "null" : typeof value}`);
  return value;
}

async function bodyOf(response: Response, maxBytes: number): Promise<string> {
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`answered ${response.status}, not 200`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new Error(`longer than ${maxBytes} bytes (maxBytes)`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", {fatal: true}).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new Error("not valid UTF-8", {cause});
  }
}

function parse(text: string, failed: (problem: string, cause: unknown) => Error): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw failed(`malformed JSON at position ${jsonErrorPosition(text)} of ${text.length}`, cause);
  }
}

const words: Record<string, string> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "unknown host",
  EAI_AGAIN: "unknown host",
  ECONNRESET: "connection broken",
  UND_ERR_SOCKET: "connection broken",
  ERR_SSL_WRONG_VERSION_NUMBER: "it speaks no TLS: write http://"
};

/** What fetch reports comes as a TypeError that says little, with the cause inside. */
function networkProblem(error: Error): string {
  if (!(error instanceof TypeError)) return error.message;
  const cause = error.cause as (Error & {code?: string}) | undefined;
  return words[cause?.code ?? ""] ?? (cause?.message || error.message);
}
