import type {LoginSettings} from "../config/server-schema.ts";
import {headerLogin} from "./login/header-login.ts";
import {localLogin} from "./login/local-login.ts";
import type {Login} from "./login/login.ts";

/** The login that the settings ask for; null for none. */
export function serverLogin(
  settings: LoginSettings | null,
  options: {data: string; prefix: string; say: (line: string) => void}
): Login | null {
  if (!settings) return null;
  const {users, session, trustedHeader, proxies, roles} = settings;
  if (trustedHeader !== undefined) return headerLogin({header: trustedHeader, proxies, roles});
  return localLogin({users: users!, sessionMs: session, ...options});
}
