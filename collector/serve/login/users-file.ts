import {closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync} from "node:fs";
import {dirname, join} from "node:path";
import {isPasswordHash} from "./password-hash.ts";
import {isRole, type Role} from "./roles.ts";

export interface User {
  role: Role;
  /** Hash of the password. */
  password: string;
}

/** The local users, as `weir user` writes them: `{"alice": {"role": "admin", "password": "scrypt$..."}}`. */
export class UsersFile {
  #read: {stamp: string; users: Map<string, User>} | null = null;

  constructor(readonly path: string) {}

  /** Those of this moment; the file is read again when it has changed. Throws what is wrong with it. */
  users(): Map<string, User> {
    const stamp = stampOf(this.path);
    if (stamp === null) throw new Error(`no users: ${this.path} (add one with weir user add NAME --role admin)`);
    if (this.#read?.stamp !== stamp) this.#read = {stamp, users: parse(readFileSync(this.path, "utf8"), this.path)};
    return this.#read.users;
  }

  /** Those of this moment, none where there is no file yet. */
  usersOrNone(): Map<string, User> {
    return stampOf(this.path) === null ? new Map() : new Map(this.users());
  }

  /** Replaces the file; only its owner may read it. Durable when it returns. */
  write(users: Map<string, User>): void {
    writePrivately(this.path, `${JSON.stringify(Object.fromEntries(users), null, 2)}\n`);
  }
}

/** Replaces a file at once by one that only its owner may read, and syncs it. */
export function writePrivately(path: string, text: string): void {
  const temporary = join(dirname(path), `.${process.pid}-${Date.now()}.tmp`);
  const file = openSync(temporary, "wx", 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  const folder = openSync(dirname(path), "r");
  fsyncSync(folder);
  closeSync(folder);
}

/** What a user may be called. */
export const isUserName = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/.test(name);

function stampOf(path: string): string | null {
  const stat = statSync(path, {throwIfNoEntry: false});
  return stat ? `${stat.ino} ${stat.mtimeMs} ${stat.size}` : null;
}

function parse(text: string, path: string): Map<string, User> {
  let entries: [string, unknown][];
  try {
    entries = Object.entries(JSON.parse(text));
  } catch (cause) {
    throw new Error(`damaged: ${path} (mend it, or remove it and add users with weir user add)`, {cause});
  }
  return new Map(
    entries.map(([name, value]) => {
      const {role, password} = (value ?? {}) as Partial<User>;
      if (!isUserName(name) || !isRole(role) || !isPasswordHash(password))
        throw new Error(`damaged: ${path}: user ${JSON.stringify(name)} (add the user anew with weir user add)`);
      return [name, {role, password}];
    })
  );
}
