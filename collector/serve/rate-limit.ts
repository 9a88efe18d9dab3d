import {isIPv6} from "node:net";
import type {FastifyInstance} from "fastify";
import type {HttpMetrics} from "./metrics/http-metrics.ts";

export interface RateLimitOptions {
  perSecond: number;
  burst: number;
}

/** Addresses that are remembered at most; those that asked least recently are forgotten first. */
const mostAddresses = 10_000;

/** What a proxy forwards need not be an address, and is remembered, characters. */
const longestKey = 100;

/**
 * A bucket of tokens for each address: full at first, a request takes one, and they come back at a steady rate. An
 * IPv6 network of 64 bits counts as one address, since a customer has at least that many. Requests from this machine
 * are not limited.
 */
export class RateLimit {
  readonly #buckets = new Map<string, {tokens: number; at: number}>();

  constructor(
    private readonly options: RateLimitOptions,
    private readonly now: () => number = () => performance.now()
  ) {}

  /** 0 when the address may ask, else in how many seconds it may again. */
  take(ip: string): number {
    if (isLoopback(ip)) return 0;
    const address = networkOf(ip);
    const {perSecond, burst} = this.options;
    const now = this.now();
    const before = this.#buckets.get(address) ?? {tokens: burst, at: now};
    const tokens = Math.min(burst, before.tokens + ((now - before.at) / 1000) * perSecond);
    const isFine = tokens >= 1;
    this.#buckets.delete(address); // to the end of the line
    this.#buckets.set(address, {tokens: isFine ? tokens - 1 : tokens, at: now});
    if (this.#buckets.size > mostAddresses) this.#buckets.delete(this.#buckets.keys().next().value!);
    return isFine ? 0 : Math.ceil((1 - tokens) / perSecond);
  }
}

/** Answers 429, with when to come again, to addresses that ask too often. */
export function limitRequests(app: FastifyInstance, {limit, http}: {limit: RateLimit | null; http: HttpMetrics}): void {
  if (!limit) return;
  app.addHook("onRequest", ({ip}, reply, done) => {
    const wait = limit.take(ip);
    if (wait === 0) return done();
    http.limited();
    reply
      .code(429)
      .header("retry-after", wait)
      .send({error: `too many requests (again in ${wait} s)`});
  });
}

/** What counts as one address: an IPv4 address, or the first 64 bits of an IPv6 one. What is none is taken as it is. */
export function networkOf(ip = ""): string {
  const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (v4) return v4;
  if (!isIPv6(ip) || ip === "::1") return ip.slice(0, longestKey);
  const [head = "", tail] = ip.split("%", 1)[0]!.toLowerCase().split("::");
  const groups = head.split(":").filter(Boolean);
  const rest = (tail ?? "").split(":").filter(Boolean);
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest.length;
  const all = [...groups, ...Array<string>(zeros).fill("0"), ...rest];
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}

export const isLoopback = (ip: string): boolean => ip === "::1" || /^(::ffff:)?127\./i.test(ip);
