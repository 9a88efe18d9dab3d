import {createHash, randomBytes} from "node:crypto";
import {readFileSync} from "node:fs";
import {writePrivately} from "./private-file.ts";
import type {User} from "./users-file.ts";

interface Session {
  user: string;
  /** Hash of the user's hashed password: another password ends the session. */
  password: string;
  /** ms */
  expiresAt: number;
}

/** Sessions that one user may have; the oldest ends first. */
const mostOfOneUser = 50;

/**
 * Who is logged in, in a file, so that a restart logs nobody out. The file holds hashes of the tokens: nobody can log in
 * with what stands in it.
 */
export class Sessions {
  #sessions: Map<string, Session>;
  readonly #say: (line: string) => void;
  readonly #now: () => number;

  constructor(
    private readonly path: string,
    private readonly lastMs: number,
    {say, now = Date.now}: {say: (line: string) => void; now?: () => number}
  ) {
    this.#say = say;
    this.#now = now;
    this.#sessions = read(path);
  }

  /** Begins a session and gives its token. */
  begin(user: string, {password}: User): string {
    const token = randomBytes(32).toString("base64url");
    this.#drop(([, session]) => session.expiresAt <= this.#now());
    const own = [...this.#sessions].filter(([, session]) => session.user === user);
    for (const [key] of own.slice(0, Math.max(0, own.length - mostOfOneUser + 1))) this.#sessions.delete(key);
    this.#sessions.set(hash(token), {user, password: hash(password), expiresAt: this.#now() + this.lastMs});
    this.#write();
    return token;
  }

  /** The user of a token among those there are; undefined when the session is over or the user's password another. */
  userOf(token: string, users: Map<string, User>): string | undefined {
    const session = this.#sessions.get(hash(token));
    if (!session || session.expiresAt <= this.#now()) return undefined;
    const user = users.get(session.user);
    return user && hash(user.password) === session.password ? session.user : undefined;
  }

  end(token: string): void {
    if (this.#sessions.delete(hash(token))) this.#write();
  }

  #drop(isOver: (entry: [string, Session]) => boolean): void {
    for (const entry of this.#sessions) if (isOver(entry)) this.#sessions.delete(entry[0]);
  }

  /** Where there is no room, sessions last until a restart: people have to get in then, too. */
  #write(): void {
    try {
      writePrivately(this.path, `${JSON.stringify(Object.fromEntries(this.#sessions))}\n`);
    } catch (error) {
      this.#say(`login: cannot keep sessions, a restart logs people out: ${(error as Error).message}`);
    }
  }
}

const hash = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** A file that is missing or damaged logs people out, no more. */
function read(path: string): Map<string, Session> {
  try {
    const entries = Object.entries(JSON.parse(readFileSync(path, "utf8")) as Record<string, Session>);
    return new Map(entries.filter(([, {user, password, expiresAt}]) => user && password && Number.isFinite(expiresAt)));
  } catch {
    return new Map();
  }
}
