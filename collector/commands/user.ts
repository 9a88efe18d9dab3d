import type {Config} from "../config.ts";
import type {Say} from "../say.ts";
import {hashPassword} from "../serve/login/password-hash.ts";
import type {Role} from "../serve/login/roles.ts";
import {isUserName, UsersFile} from "../serve/login/users-file.ts";
import {readPassword} from "./read-password.ts";

const shortest = 10;

/** `weir user add`: adds a local user, or gives one another role and password, which ends the sessions of the one before. */
export async function addUser(
  config: Config,
  name: string,
  {role}: {role: Role},
  {say, ask = readPassword}: {say: Say; ask?: (question: string) => Promise<string>}
): Promise<void> {
  const file = usersFileOf(config);
  if (!isUserName(name)) throw new Error(`invalid name: ${name} (write letters, digits and ._@-, at most 64)`);
  const before = file.usersOrNone();
  const password = await ask(`Password for ${name}: `);
  if (password.length < shortest) throw new Error(`password too short (write at least ${shortest} characters)`);
  if (password.length > 1024) throw new Error("password too long (write at most 1024 characters)");
  file.write(before.set(name, {role, password: await hashPassword(password)}));
  say(`${name} may log in as ${role}`);
}

/** `weir user remove`: from now on the user is logged out and stays so. */
export function removeUser(config: Config, name: string, {say}: {say: Say}): void {
  const file = usersFileOf(config);
  const users = file.usersOrNone();
  if (!users.delete(name)) throw new Error(`no such user: ${name} (weir user list names them)`);
  file.write(users);
  say(`${name} may no longer log in`);
}

/** `weir user list`: names and roles. */
export const listUsers = (config: Config): {name: string; role: Role}[] =>
  [...usersFileOf(config).usersOrNone()].map(([name, {role}]) => ({name, role}));

function usersFileOf({file, server: {login}}: Config): UsersFile {
  if (login?.users) return new UsersFile(login.users);
  throw new Error(`no local users: ${file} (write server: {login: {users: "users.json"}})`);
}
