import {createHash} from "node:crypto";
import type {IncomingMessage} from "node:http";
import {text} from "node:stream/consumers";
import {setTimeout as sleep} from "node:timers/promises";
import {type AwsCredentials, encodeAwsPath, signAwsRequest} from "../../aws/sign.ts";
import {sendRequest} from "./send-request.ts";
import type {RemoteFile} from "./target.ts";

export interface BucketOptions {
  /** As in `https://s3.eu-central-1.amazonaws.com`; the bucket is named in the path. */
  endpoint: string;
  bucket: string;
  region: string;
  credentials: AwsCredentials;
  signal: AbortSignal;
}

/** A file to put, of any size up to the 5 GB that one request may bring. */
export interface PutContent {
  /** Where it lies. */
  source: string;
  bytes: number;
  /** Of its content, in hex: it is signed before the file is read. */
  sha256: string;
}

interface Asked {
  query?: Record<string, string>;
  headers?: Record<string, string>;
  content?: PutContent;
  /** How many bytes come or go, about. */
  bytes?: number;
}

const tries = 4;
/** A request may take so long, and longer by so many bytes a millisecond, ms. */
const requestMs = 120_000;
const slowest = 100;

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
      const xml = await this.#ask("GET", "", {query}, text);
      for (const [, item] of xml.matchAll(/<Contents>(.*?)<\/Contents>/gs))
        found.set(element(item!, "Key")!.slice(prefix.length), {
          bytes: Number(element(item!, "Size")),
          version: plainTag(element(item!, "ETag"))
        });
      token = element(xml, "IsTruncated") === "true" ? element(xml, "NextContinuationToken") : undefined;
    }
    return found;
  }

  /** Sends a file as it is read. Returns the tag that stands for its content there. */
  put(key: string, content: PutContent, headers: Record<string, string> = {}): Promise<string> {
    return this.#ask("PUT", key, {content, headers, bytes: content.bytes}, async (response) => {
      await text(response);
      return plainTag(response.headers.etag);
    });
  }

  /** SHA-256 (hex) of an object of about so many bytes. */
  hash(key: string, {bytes = 0} = {}): Promise<string> {
    return this.#ask("GET", key, {bytes}, async (response) => {
      const hash = createHash("sha256");
      for await (const chunk of response as AsyncIterable<Buffer>) hash.update(chunk);
      return hash.digest("hex");
    });
  }

  async remove(key: string): Promise<void> {
    await this.#ask("DELETE", key, {}, text);
  }

  async #ask<Taken>(
    method: string,
    key: string,
    asked: Asked,
    take: (response: IncomingMessage) => Promise<Taken>
  ): Promise<Taken> {
    for (let n = 1; ; n++)
      try {
        return await this.#askOnce(method, key, asked, take);
      } catch (error) {
        this.options.signal.throwIfAborted();
        if (n === tries || error instanceof Refused) throw error;
        await sleep(this.pauseMs * 2 ** (n - 1), undefined, {signal: this.options.signal});
      }
  }

  async #askOnce<Taken>(
    method: string,
    key: string,
    {query = {}, headers = {}, content, bytes = 0}: Asked,
    take: (response: IncomingMessage) => Promise<Taken>
  ): Promise<Taken> {
    const {endpoint, bucket, region, credentials, signal} = this.options;
    const url = new URL(`${endpoint.replace(/\/$/, "")}/${bucket}${key && `/${encodeAwsPath(key)}`}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const request = {method, url, headers, ...(content && {body: {sha256: content.sha256}})};
    const signed = signAwsRequest(request, {credentials, region, service: "s3"});
    const what = `${method} ${url.pathname}`;
    const noAnswer = (cause: NodeJS.ErrnoException) => {
      throw new Error(`no answer: ${what} (${cause.message || cause.code})`, {cause});
    };
    const response = await sendRequest(url, {
      method,
      headers: {...signed, ...(content && {"content-length": String(content.bytes)})},
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestMs + Math.ceil(bytes / slowest))]),
      ...(content && {source: content.source})
    }).catch(noAnswer);
    const status = response.statusCode!;
    if (status >= 200 && status < 300) return take(response).catch(noAnswer);
    const answer = await text(response).catch(noAnswer);
    const said = [element(answer, "Code"), element(answer, "Message")].filter(Boolean).join(": ");
    const message = `status ${status}: ${what} (${said || "no reason given"})`;
    if (status >= 500 || status === 429) throw new Error(message);
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
const plainTag = (tag: string | undefined): string => (tag ?? "").replace(/^W\/|"/g, "");

const entities: Record<string, string> = {amp: "&", lt: "<", gt: ">", quot: '"', apos: "'"};

const plain = (content: string): string =>
  content.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return entities[name] ?? whole;
  });
