import type {Config} from "../config.ts";
import type {Say} from "../say.ts";
import type {Role} from "../serve/login/roles.ts";
import {hashOfToken, newToken, TokensFile} from "../serve/login/tokens-file.ts";
import {isUserName} from "../serve/login/users-file.ts";

export interface ListedToken {
  name: string;
  role: Role;
  /** ISO, UTC */
  createdAt: string;
  /** ISO, UTC; null for never. */
  lastUsedAt: string | null;
}

/** `weir token add`: a token for a machine, returned this once. */
export function addToken(
  config: Config,
  name: string,
  {role}: {role: Role},
  {say, now = Date.now}: {say: Say; now?: () => number}
): string {
  if (!config.server.login)
    throw new Error(`no login, so everybody may read: ${config.file} (write server.login first)`);
  if (!isUserName(name)) throw new Error(`invalid name: ${name} (write letters, digits and ._@-, at most 64)`);
  const file = new TokensFile(config.data);
  if (file.tokens().has(name))
    throw new Error(`token is there already: ${name} (remove it first, or take another name)`);
  const token = newToken();
  file.write(new Map([...file.tokens(), [name, {role, hash: hashOfToken(token), createdAt: now()}]]));
  say(`${name} gets in as ${role} with this token, which is not shown again: Authorization: Bearer <token>`);
  return token;
}

/** `weir token remove`: from now on the token opens nothing, and streams it opened end. */
export function removeToken({data}: Pick<Config, "data">, name: string, {say}: {say: Say}): void {
  const file = new TokensFile(data);
  const tokens = new Map(file.tokens());
  if (!tokens.delete(name)) throw new Error(`no such token: ${name} (weir token list names them)`);
  file.write(tokens);
  say(`${name} gets in no more`);
}

/** `weir token list`: what there is, and when a running server last saw each, to the minute. */
export function listTokens({data}: Pick<Config, "data">): ListedToken[] {
  const file = new TokensFile(data);
  const uses = file.uses();
  return [...file.tokens()].map(([name, {role, hash, createdAt}]) => {
    const used = uses.get(hash);
    return {name, role, createdAt: iso(createdAt), lastUsedAt: used === undefined ? null : iso(used)};
  });
}

const iso = (time: number): string => new Date(time).toISOString();
