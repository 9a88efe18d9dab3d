import type {IncomingMessage} from "node:http";
import type {FastifyReply, FastifyRequest} from "fastify";
import type {Snapshot} from "../snapshots.ts";
import type {FileCache} from "./file-cache.ts";

interface KeptHead {
  /** Names and values in turn, as Node takes them fastest. */
  headers: string[];
  /** Of its body in the cache of files. */
  key: string;
}

/** A whole answer of status 200. */
export interface KeptAnswer {
  /** Names and values in turn. */
  headers: string[];
  body: Buffer;
}

/** Answers that are kept at most; a site has fewer, unless clients spell what they accept in many ways. */
const mostAnswers = 2000;

/** Of a path and what is accepted, characters; browsers stay far below, and memory too. */
const longestQuestion = 300;

/**
 * Heads of whole answers from one snapshot, by what was asked, so that the next one who asks the same costs little. With
 * the next snapshot they go, and the contents that it does not have.
 */
export class KeptAnswers {
  #snapshot = "";
  readonly #heads = new Map<string, KeptHead>();

  constructor(private readonly cache: FileCache) {}

  /** What was answered to the same question before, from this snapshot; undefined when that is not in memory. */
  find({headers, method, url}: IncomingMessage, snapshot: Snapshot): KeptAnswer | undefined {
    if (snapshot.id !== this.#snapshot) this.#goTo(snapshot);
    if (method !== "GET" || headers.range !== undefined || headers["if-none-match"] !== undefined) return undefined;
    const head = this.#heads.get(question(url!, headers));
    const body = head && this.cache.get(head.key);
    return body && {headers: head.headers, body};
  }

  /** Keeps the head of an answer that has its whole body in the cache, under a key. */
  keep(
    {originalUrl, headers}: FastifyRequest,
    reply: FastifyReply,
    {snapshot, key}: {snapshot: string; key: string}
  ): void {
    const asked = question(originalUrl, headers);
    if (snapshot !== this.#snapshot || /[?#]/.test(asked) || asked.length > longestQuestion) return;
    if (this.#heads.size >= mostAnswers) this.#heads.clear();
    const flat = Object.entries(reply.getHeaders()).flatMap(([name, value]) => [name, String(value)]);
    this.#heads.set(asked, {headers: flat, key});
  }

  #goTo({id, files}: Snapshot): void {
    this.#snapshot = id;
    this.#heads.clear();
    this.cache.keepOnly(new Set(Object.values(files).map(({sha256}) => sha256)));
  }
}

const question = (url: string, headers: IncomingMessage["headers"]): string =>
  `${headers["accept-encoding"] ?? ""}\n${url}`;
