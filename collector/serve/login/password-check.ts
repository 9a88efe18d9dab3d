import {hashPassword, verifyPassword} from "./password-hash.ts";

/** Passwords that may wait to be checked. */
const mostWaiting = 50;

/** Checks passwords one after the other, since each takes memory and a processor; a name nobody has takes as long. */
export class PasswordCheck {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #nobodys: Promise<string> | undefined;

  /** Whether so many wait that no more can. */
  get isFull(): boolean {
    return this.#waiting >= mostWaiting;
  }

  /** Whether a password is the one that was hashed; never when there is no hash. */
  async isRight(password: string, hash: string | undefined): Promise<boolean> {
    this.#waiting++;
    this.#nobodys ??= hashPassword("");
    const nobodys = this.#nobodys;
    const check = this.#last.then(async () => verifyPassword(password, hash ?? (await nobodys)));
    this.#last = check.catch(() => {});
    try {
      return (await check) && hash !== undefined;
    } finally {
      this.#waiting--;
    }
  }
}
