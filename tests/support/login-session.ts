import assert from "node:assert/strict";
import {join} from "node:path";
import {hashPassword} from "../../collector/serve/login/password-hash.ts";
import type {Role} from "../../collector/serve/login/roles.ts";
import {UsersFile} from "../../collector/serve/login/users-file.ts";
import type {AfterTest} from "./after-test.ts";
import {temporaryFolder} from "./temporary-folder.ts";

export const password = "correct horse battery";

/** A file of one user of each role, named for it, who all have the same password. */
export async function usersFile(t: AfterTest): Promise<string> {
  const path = join(temporaryFolder(t), "users.json");
  const hash = await hashPassword(password);
  const user = (role: Role) => [role, {role, password: hash}] as const;
  new UsersFile(path).write(new Map([user("reader"), user("operator"), user("admin")]));
  return path;
}

/** Settings of a login of local users. */
export const localUsers = (users: string) => ({
  users,
  session: 3_600_000,
  trustedHeader: undefined,
  proxies: [],
  roles: {operator: [], admin: []}
});

/** The cookies of an answer, as the next request sends them. */
export const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");

/** The hidden token of a page's form. */
export const csrfIn = (html: string): string => /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? "";

export interface Typed {
  user: string;
  password?: string;
  to?: string;
  headers?: Record<string, string>;
  /** What the browser has from earlier visits. */
  cookie?: string;
}

/** Opens the login page below a URL and sends its form, as a browser without scripts does. */
export async function logIn(
  url: string,
  {user, password: typed = password, to = "/", headers = {}, cookie = ""}: Typed
): Promise<Response> {
  const page = await fetch(`${url}/login`, {headers});
  const csrf = csrfIn(await page.text());
  assert.ok(csrf, `a form at ${url}/login`);
  return fetch(`${url}/login`, {
    method: "POST",
    redirect: "manual",
    headers: {...headers, cookie: [cookiesOf(page), cookie].filter(Boolean).join("; ")},
    body: new URLSearchParams({csrf, user, password: typed, to})
  });
}
