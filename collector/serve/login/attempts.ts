import {isUserName} from "./users-file.ts";

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

/** Who tries to log in. */
export interface Try {
  /** The name as it was typed; those that nobody can have count as one. */
  user: string;
  address: string;
  /** Mark of the browser, where this user has logged in with it before. */
  browser?: string | undefined;
}

/**
 * Counts failed logins by name, whether there is such a user or not, and by address; those of a known browser by that
 * browser alone. An attempt counts as failed from its beginning, so that many at once are no way around. The clock is one
 * that nobody sets.
 */
export class Attempts {
  readonly #counts = new Map<string, Count>();
  readonly #most: {user: number; address: number};
  readonly #windowMs: number;

  constructor(
    {byUser = 8, byAddress = 20, windowMs = 15 * 60_000}: AttemptsOptions = {},
    private readonly now: () => number = () => performance.now()
  ) {
    this.#most = {user: byUser, address: byAddress};
    this.#windowMs = windowMs;
  }

  /** Begins an attempt. Seconds until the next one is looked at, 0 when this one is. */
  begin(attempt: Try): number {
    const {own, address} = keysOf(attempt);
    const wait = Math.max(this.#wait(own, this.#most.user), address ? this.#wait(address, this.#most.address) : 0);
    if (wait > 0) return wait;
    this.#add(own);
    if (address) this.#add(address);
    return 0;
  }

  /** The attempt was a success: the failures of the name, or the browser, are forgotten; the address keeps earlier ones. */
  succeed(attempt: Try): void {
    const {own, address} = keysOf(attempt);
    this.#counts.delete(own);
    const count = address && this.#counts.get(address);
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

function keysOf({user, address, browser}: Try): {own: string; address?: string} {
  if (browser !== undefined) return {own: `browser ${browser}`};
  return {own: `user ${isUserName(user) ? user : ""}`, address: `address ${address}`};
}
