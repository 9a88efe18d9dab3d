export interface AttemptsOptions {
  /** Failures of one name, and of one address, before it is locked out. */
  byUser?: number;
  byAddress?: number;
  /** From the first failure that counts to its being forgotten, and for how long the lock-out lasts, ms. */
  windowMs?: number;
}

interface Count {
  failures: number;
  /** When the count began, ms. */
  since: number;
}

/** Names and addresses that are remembered at most. */
const mostKeys = 20_000;

/**
 * Counts failed logins by name, whether there is such a user or not, and by address. An attempt counts as failed from
 * its beginning, so that many at once are no way around.
 */
export class Attempts {
  readonly #counts = new Map<string, Count>();
  readonly #most: {user: number; address: number};
  readonly #windowMs: number;

  constructor(
    {byUser = 8, byAddress = 20, windowMs = 15 * 60_000}: AttemptsOptions = {},
    private readonly now: () => number = Date.now
  ) {
    this.#most = {user: byUser, address: byAddress};
    this.#windowMs = windowMs;
  }

  /** Begins an attempt. Seconds until the next one is looked at, 0 when this one is. */
  begin(user: string, address: string): number {
    const keys = [`user ${user}`, `address ${address}`] as const;
    const waits = [this.#wait(keys[0], this.#most.user), this.#wait(keys[1], this.#most.address)];
    const wait = Math.max(...waits);
    if (wait === 0) for (const key of keys) this.#add(key);
    return wait;
  }

  /** The attempt was a success: the name's failures are forgotten, the address keeps its earlier ones. */
  succeed(user: string, address: string): void {
    this.#counts.delete(`user ${user}`);
    const count = this.#counts.get(`address ${address}`);
    if (count) count.failures--;
  }

  #wait(key: string, most: number): number {
    const count = this.#counts.get(key);
    if (!count) return 0;
    const left = count.since + this.#windowMs - this.now();
    if (left <= 0) this.#counts.delete(key);
    return left > 0 && count.failures >= most ? Math.ceil(left / 1000) : 0;
  }

  #add(key: string): void {
    const {failures, since} = this.#counts.get(key) ?? {failures: 0, since: this.now()};
    this.#counts.delete(key);
    this.#counts.set(key, {failures: failures + 1, since});
    if (this.#counts.size > mostKeys) this.#counts.delete(this.#counts.keys().next().value!);
  }
}
