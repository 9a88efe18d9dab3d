import type {FastifyRequest} from "fastify";
import {RateLimit, type RateLimitOptions} from "../rate-limit.ts";
import type {Identity} from "./roles.ts";
import {hashOfToken, type TokensFile, tokenStart} from "./tokens-file.ts";

export interface TokensOptions {
  /** Requests of one token. */
  rateLimit: RateLimitOptions | null;
  /** Uses are written at most this often, ms. */
  noteMs?: number;
  say: (line: string) => void;
}

/** Wrong tokens of one address: twenty at once, then one in 45 s. */
const wrongOnes = {perSecond: 1 / 45, burst: 20};

/** Lets machines in by `Authorization: Bearer weir_...`, and notes when. What else stands there is for others. */
export class Tokens {
  readonly #uses: Map<string, number>;
  readonly #limit: RateLimit | null;
  readonly #wrong = new RateLimit(wrongOnes);
  #noting: NodeJS.Timeout | undefined;

  constructor(
    private readonly file: TokensFile,
    private readonly options: TokensOptions,
    private readonly now: () => number = Date.now
  ) {
    file.tokens();
    this.#uses = file.uses();
    this.#limit = options.rateLimit && new RateLimit(options.rateLimit);
  }

  /** What is wrong with the file of tokens; empty when nothing is. */
  problems(): string[] {
    try {
      this.file.tokens();
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  }

  /** Whether a request carries a token of Weir's, good or not. */
  isSent = ({headers}: FastifyRequest): boolean => sentToken(headers.authorization) !== undefined;

  /** Whose token it is; undefined when it is nobody's any more. */
  identify({headers}: FastifyRequest): Identity | undefined {
    const hash = hashOfToken(sentToken(headers.authorization) ?? "");
    for (const [name, token] of this.file.tokens())
      if (token.hash === hash) return {user: `token:${name}`, role: token.role, isToken: true};
    return undefined;
  }

  /** Notes a request with a token. Seconds until another one is looked at, 0 when this one is. */
  use(request: FastifyRequest, identity: Identity | undefined): number {
    if (!identity) return this.#wrong.take(request.ip);
    this.#uses.set(hashOfToken(sentToken(request.headers.authorization)!), this.now());
    this.#noting ??= setTimeout(() => this.flush(), this.options.noteMs ?? 60_000).unref();
    return this.#limit?.take(identity.user) ?? 0;
  }

  /** Writes down when tokens were used, of those there still are. */
  flush(): void {
    if (!this.#noting) return;
    clearTimeout(this.#noting);
    this.#noting = undefined;
    try {
      const hashes = new Set([...this.file.tokens().values()].map(({hash}) => hash));
      for (const hash of this.#uses.keys()) if (!hashes.has(hash)) this.#uses.delete(hash);
      this.file.writeUses(this.#uses);
    } catch (error) {
      this.options.say(`cannot note when tokens were used: ${(error as Error).message}`);
    }
  }
}

/** The token of Weir's in a header. */
const sentToken = (header = ""): string | undefined =>
  header.startsWith(`Bearer ${tokenStart}`) ? header.slice("Bearer ".length) : undefined;
