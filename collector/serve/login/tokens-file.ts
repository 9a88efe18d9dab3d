import {createHash, randomBytes} from "node:crypto";
import {join} from "node:path";
import {ParsedFile, writePrivately} from "./private-file.ts";
import {isRole, type Role} from "./roles.ts";
import {isUserName} from "./users-file.ts";

export interface Token {
  role: Role;
  /** Of the token: nobody gets in with what stands in the file. */
  hash: string;
  /** ms */
  createdAt: number;
}

/** Tokens of machines, by name, as `weir token` writes them into `<data>/tokens.json`; when each was used, beside it. */
export class TokensFile {
  readonly #tokens: ParsedFile<Map<string, Token>>;
  readonly #uses: string;

  constructor(data: string) {
    this.#tokens = new ParsedFile(join(data, "tokens.json"), parse);
    this.#uses = join(data, "tokens-used.json");
  }

  /** Those of this moment. Throws what is wrong with the file. */
  tokens(): ReadonlyMap<string, Token> {
    return this.#tokens.value() ?? new Map();
  }

  /** Replaces the file; only its owner may read it. Durable when it returns. */
  write(tokens: ReadonlyMap<string, Token>): void {
    writePrivately(this.#tokens.path, `${JSON.stringify(Object.fromEntries(tokens), null, 2)}\n`);
  }

  /** When tokens were last used, ms, by their hash. A file that is damaged says nothing. */
  uses(): Map<string, number> {
    try {
      const entries = Object.entries(new ParsedFile(this.#uses, (text) => JSON.parse(text)).value() ?? {});
      return new Map(entries.filter((entry): entry is [string, number] => Number.isFinite(entry[1])));
    } catch {
      return new Map();
    }
  }

  writeUses(uses: ReadonlyMap<string, number>): void {
    writePrivately(this.#uses, `${JSON.stringify(Object.fromEntries(uses))}\n`);
  }
}

/** A token that nobody can guess. Its beginning says whose it is, to those who search for what leaked. */
export const newToken = (): string => `${tokenStart}${randomBytes(32).toString("base64url")}`;

export const tokenStart = "weir_";

export const hashOfToken = (token: string): string => createHash("sha256").update(token).digest("base64url");

function parse(text: string, path: string): Map<string, Token> {
  let entries: [string, unknown][];
  try {
    entries = Object.entries(JSON.parse(text));
  } catch (cause) {
    throw new Error(`damaged: ${path} (remove it, and add tokens with weir token add)`, {cause});
  }
  return new Map(
    entries.map(([name, value]) => {
      const {role, hash, createdAt} = (value ?? {}) as Partial<Token>;
      if (!isUserName(name) || !isRole(role) || !/^[\w-]{43}$/.test(hash ?? "") || !Number.isFinite(createdAt))
        throw new Error(`damaged: ${path}: token ${JSON.stringify(name)} (remove it, and add it anew)`);
      return [name, {role, hash: hash!, createdAt: createdAt!}];
    })
  );
}
