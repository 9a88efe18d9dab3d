import type {FastifyReply, FastifyRequest} from "fastify";
import type {Snapshot} from "../snapshots.ts";
import type {FileCache} from "./file-cache.ts";

interface KeptAnswer {
  /** Names and values in turn, as Node takes them fastest. */
  headers: string[];
  /** Of its body in the cache of files. */
  key: string;
  bytes: number;
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
  readonly #answers = new Map<string, KeptAnswer>();

  constructor(private readonly cache: FileCache) {}

  /** Answers as was answered before, from this snapshot and from memory; false when that cannot be. */
  send(request: FastifyRequest, reply: FastifyReply, snapshot: Snapshot): boolean {
    if (snapshot.id !== this.#snapshot) this.#goTo(snapshot);
    const {headers, method} = request.raw;
    if (method !== "GET" || headers.range !== undefined || headers["if-none-match"] !== undefined) return false;
    if (reply.hasHeader("connection")) return false; // a server that closes says so
    const answer = this.#answers.get(keyOf(request));
    const body = answer && this.cache.get(answer.key);
    if (!body) return false;
    reply.header("content-length", answer.bytes).hijack(); // for the log
    reply.raw.writeHead(200, answer.headers);
    reply.raw.end(body);
    return true;
  }

  /** Keeps the head of an answer that has its whole body in the cache, under a key. */
  keep(request: FastifyRequest, reply: FastifyReply, {snapshot, key}: {snapshot: string; key: string}): void {
    const question = keyOf(request);
    if (snapshot !== this.#snapshot || /[?#]/.test(question) || question.length > longestQuestion) return;
    if (this.#answers.size >= mostAnswers) this.#answers.clear();
    const headers = Object.entries(reply.getHeaders()).flatMap(([name, value]) => [name, String(value)]);
    this.#answers.set(question, {headers, key, bytes: Number(reply.getHeader("content-length"))});
  }

  #goTo({id, files}: Snapshot): void {
    this.#snapshot = id;
    this.#answers.clear();
    this.cache.keepOnly(new Set(Object.values(files).map(({sha256}) => sha256)));
  }
}

const keyOf = ({raw: {url, headers}}: FastifyRequest): string => `${headers["accept-encoding"] ?? ""}\n${url}`;
