import {setTimeout as sleep} from "node:timers/promises";
import {type AwsCredentials, encodeAwsPath, signAwsRequest} from "../../aws/sign.ts";
import type {RemoteFile} from "./target.ts";

export interface BucketOptions {
  /** As in `https://s3.eu-central-1.amazonaws.com`; the bucket is named in the path. */
  endpoint: string;
  bucket: string;
  region: string;
  credentials: AwsCredentials;
  signal: AbortSignal;
}

interface Asked {
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Buffer;
}

interface Answer {
  body: Buffer;
  etag: string;
}

const tries = 4;
const requestMs = 120_000;

/** Objects of an S3-compatible bucket. What fails for the moment is asked again, with growing pauses. */
export class S3Bucket {
  constructor(
    private readonly options: BucketOptions,
    private readonly pauseMs = 500
  ) {}

  /** Every object whose key begins with a prefix, by what follows it. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
  async list(prefix: string): Promise<Map<string, RemoteFile>> {
    const found = new Map<string, RemoteFile>();
    for (let token: string | undefined, more = true; more; more = token !== undefined) {
      const query = {"list-type": "2", prefix, ...(token !== undefined && {"continuation-token": token})};
      const xml = String((await this.#ask("GET", "", {query})).body);
      for (const [, item] of xml.matchAll(/<Contents>(.*?)<\/Contents>/gs))
        found.set(element(item!, "Key")!.slice(prefix.length), {
          bytes: Number(element(item!, "Size")),
          version: plainTag(element(item!, "ETag"))
        });
      token = element(xml, "IsTruncated") === "true" ? element(xml, "NextContinuationToken") : undefined;
    }
    return found;
  }

  async put(key: string, body: Buffer, headers: Record<string, string>): Promise<void> {
    await this.#ask("PUT", key, {body, headers});
  }

  get(key: string): Promise<Answer> {
    return this.#ask("GET", key);
  }

  async remove(key: string): Promise<void> {
    await this.#ask("DELETE", key);
  }

  async #ask(method: string, key: string, asked: Asked = {}): Promise<Answer> {
    for (let n = 1; ; n++)
      try {
        return await this.#askOnce(method, key, asked);
      } catch (error) {
        this.options.signal.throwIfAborted();
        if (n === tries || error instanceof Refused) throw error;
        await sleep(this.pauseMs * 2 ** (n - 1), undefined, {signal: this.options.signal});
      }
  }

  async #askOnce(method: string, key: string, {query = {}, headers = {}, body}: Asked): Promise<Answer> {
    const {endpoint, bucket, region, credentials, signal} = this.options;
    const url = new URL(`${endpoint.replace(/\/$/, "")}/${bucket}${key && `/${encodeAwsPath(key)}`}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const signed = signAwsRequest({method, url, headers, ...(body && {body})}, {credentials, region, service: "s3"});
    const what = `${method} ${url.pathname}`;
    const response = await fetch(url, {
      method,
      headers: signed,
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestMs)]),
      ...(body && {body: new Uint8Array(body)})
    }).catch((cause: Error) => {
      throw new Error(`no answer: ${what} (${(cause.cause as Error | undefined)?.message || cause.message})`, {cause});
    });
    const answer = Buffer.from(await response.arrayBuffer());
    if (response.ok) return {body: answer, etag: plainTag(response.headers.get("etag"))};
    const said = [element(String(answer), "Code"), element(String(answer), "Message")].filter(Boolean).join(": ");
    const message = `status ${response.status}: ${what} (${said || "no reason given"})`;
    if (response.status >= 500 || response.status === 429) throw new Error(message);
    throw new Refused(message);
  }
}

/** An answer that stays the same however often one asks. */
class Refused extends Error {}

function element(xml: string, name: string): string | undefined {
  const [, content] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml) ?? [];
  return content === undefined ? undefined : plain(content);
}

/** Stores and proxies write the same tag with quotes or without, weak or strong. */
const plainTag = (tag: string | null | undefined): string => (tag ?? "").replace(/^W\/|"/g, "");

const entities: Record<string, string> = {amp: "&", lt: "<", gt: ">", quot: '"', apos: "'"};

const plain = (content: string): string =>
  content.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return entities[name] ?? whole;
  });
