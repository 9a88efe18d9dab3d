import {isPasswordHash} from "./password-hash.ts";
import {ParsedFile, writePrivately} from "./private-file.ts";
import {isRole, type Role} from "./roles.ts";

export interface User {
  role: Role;
  /** Hash of the password. */
  password: string;
}

/** The local users, as `weir user` writes them: `{"alice": {"role": "admin", "password": "scrypt$..."}}`. */
export class UsersFile {
  readonly #file: ParsedFile<Map<string, User>>;

  constructor(readonly path: string) {
    this.#file = new ParsedFile(path, parse);
  }

  /** Those of this moment. Throws what is wrong with the file. */
  users(): Map<string, User> {
    const users = this.#file.value();
    if (!users) throw new Error(`no users: ${this.path} (add one with weir user add NAME --role admin)`);
    return users;
  }

  /** Those of this moment, none where there is no file yet. */
  usersOrNone(): Map<string, User> {
    return new Map(this.#file.value());
  }

  /** Replaces the file; only its owner may read it. Durable when it returns. */
  write(users: Map<string, User>): void {
    writePrivately(this.path, `${JSON.stringify(Object.fromEntries(users), null, 2)}\n`);
  }
}

/** What a user may be called. */
export const isUserName = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/.test(name);

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
