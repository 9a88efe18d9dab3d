import type {IncomingHttpHeaders} from "node:http";

export interface Answer {
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface Kept extends Answer {
  /** When it was answered, ms. */
  at: number;
}

/** An address that names what is in the module and in all that it imports. */
const module = /^\/_import\/.*\.js\?sha=\w+$/;
/** Framework's own scripts, which it bundles at each request. */
const own = /^\/_observablehq\/.*\.(js|css)$/;

/**
 * What the preview has answered and would make again, from scratch, each time that a page is opened. A module that was
 * asked for about when something was saved may be newer than its address says, and is not kept.
 */
export class PreviewCache {
  readonly #kept = new Map<string, Kept>();
  readonly #now: () => number;
  #changedAt = Number.NEGATIVE_INFINITY;

  constructor(
    /** For how long before and after a change modules are not trusted, ms. */
    readonly quietMs = 3000,
    {now = performance.now.bind(performance)}: {now?: () => number} = {}
  ) {
    this.#now = now;
  }

  get(url: string): Answer | undefined {
    return this.#kept.get(url);
  }

  /** Whether an answer to this address is worth a `keep`. */
  takes(url: string): boolean {
    return own.test(url) || (module.test(url) && this.#now() - this.#changedAt > this.quietMs);
  }

  keep(url: string, answer: Answer): void {
    if (this.takes(url)) this.#kept.set(url, {...answer, at: this.#now()});
  }

  /** Something was saved. */
  changed(): void {
    this.#changedAt = this.#now();
    for (const [url, {at}] of this.#kept)
      if (module.test(url) && this.#changedAt - at < this.quietMs) this.#kept.delete(url);
  }

  /** The preview starts again, or its configuration is another one. */
  clear(): void {
    this.#kept.clear();
    this.#changedAt = this.#now();
  }
}
