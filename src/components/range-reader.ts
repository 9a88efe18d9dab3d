interface Wanted {
  from: number;
  to: number;
  signal: AbortSignal | undefined;
  resolve(bytes: ArrayBuffer): void;
  reject(reason: unknown): void;
}

/** What is asked for in one request. */
export interface Request<Part extends {from: number; to: number}> {
  from: number;
  to: number;
  parts: Part[];
}

/** Ranges as requests: those that touch, or lie no more than `gap` bytes apart, are asked for together. */
export function coalesce<Part extends {from: number; to: number}>(parts: readonly Part[], gap: number) {
  const requests: Request<Part>[] = [];
  for (const part of [...parts].sort((a, b) => a.from - b.from)) {
    const last = requests.at(-1);
    if (last && part.from <= last.to + gap) {
      last.to = Math.max(last.to, part.to);
      last.parts.push(part);
    } else requests.push({from: part.from, to: part.to, parts: [part]});
  }
  return requests;
}

/** Half-open ranges of bytes of one address. What is asked for at the same time is fetched together. */
export class RangeReader {
  #wanted: Wanted[] = [];
  /** The file, once a server has sent all of it instead of a range. */
  #whole: ArrayBuffer | undefined;

  constructor(
    readonly url: string,
    {gap = 32_768} = {},
    {fetch = (url: string, init: RequestInit): Promise<Response> => globalThis.fetch(url, init)} = {}
  ) {
    this.#gap = gap;
    this.#fetch = fetch;
  }

  #gap: number;
  #fetch: (url: string, init: RequestInit) => Promise<Response>;

  /** The last `length` bytes, or all when there are fewer, and the size of the whole. */
  async tail(length: number, signal?: AbortSignal): Promise<{bytes: ArrayBuffer; size: number}> {
    const {bytes, range} = await this.#get(`bytes=-${length}`, signal);
    const size = range === null ? bytes.byteLength : Number(/\/(\d+)$/.exec(range)?.[1]);
    if (!Number.isSafeInteger(size))
      throw new Error(`size not known: ${this.url} (the server has to send Content-Range)`);
    return {bytes, size};
  }

  /** Bytes from `from` up to `to`. Rejects with an AbortError when `signal` says so, before or while they are fetched. */
  read(from: number, to: number, signal?: AbortSignal): Promise<ArrayBuffer> {
    if (this.#whole) return Promise.resolve(this.#whole.slice(from, to));
    return new Promise((resolve, reject) => {
      if (!this.#wanted.length) setTimeout(() => this.#fetchWanted());
      this.#wanted.push({from, to, signal, resolve, reject});
    });
  }

  #fetchWanted(): void {
    const wanted = this.#wanted.filter(({signal, reject}) => !signal?.aborted || reject(signal.reason));
    this.#wanted = [];
    for (const request of coalesce(wanted, this.#gap)) void this.#fetchRequest(request);
  }

  async #fetchRequest({from, to, parts}: Request<Wanted>): Promise<void> {
    try {
      const {bytes, range} = await this.#get(`bytes=${from}-${to - 1}`, whenAll(parts.map(({signal}) => signal)));
      const start = range === null ? 0 : from;
      for (const part of parts)
        if (part.signal?.aborted) part.reject(part.signal.reason);
        else part.resolve(bytes.slice(part.from - start, part.to - start));
    } catch (error) {
      for (const {reject} of parts) reject(error);
    }
  }

  async #get(range: string, signal?: AbortSignal): Promise<{bytes: ArrayBuffer; range: string | null}> {
    const response = await this.#fetch(this.url, {headers: {range}, ...(signal && {signal})});
    if (!response.ok) throw new Error(`not read: ${this.url} (the server answered ${response.status})`);
    const bytes = await response.arrayBuffer();
    if (response.status === 206) return {bytes, range: response.headers.get("content-range") ?? ""};
    this.#whole = bytes;
    return {bytes, range: null};
  }
}

/** Aborts once all have; never when one of them cannot. */
function whenAll(signals: readonly (AbortSignal | undefined)[]): AbortSignal | undefined {
  const known = signals.filter((signal) => signal !== undefined);
  if (known.length < signals.length) return undefined;
  const all = new AbortController();
  const check = () => known.every(({aborted}) => aborted) && all.abort(known[0]?.reason);
  for (const signal of known) signal.addEventListener("abort", check, {once: true});
  check();
  return all.signal;
}
