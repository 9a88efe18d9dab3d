import {siteRoot} from "./site-root.js";

/** Who reads the page, as a running server says. */
export interface Session {
  user: string | null;
  /** Goes with what changes something. */
  csrf: string | null;
  /** What this reader may do on this server. */
  may: readonly ("acknowledge" | "rollback")[];
}

/** Null on a host of plain files, and where no server answers. */
export async function readSession({root = siteRoot(), get = fetch} = {}): Promise<Session | null> {
  try {
    const response = await get(`${root}api/session`, {cache: "no-store"});
    const answer = response.ok ? ((await response.json()) as Partial<Session>) : null;
    return answer?.may ? (answer as Session) : null;
  } catch {
    return null;
  }
}

/** Why something was not done, and what to do. */
const remedies: Record<number, string> = {
  401: "You are no longer logged in. Log in again, then come back.",
  403: "You may not do that any more. Load the page again; it shows what you may.",
  404: "It is no longer there. Load the page again.",
  429: "Too many requests. Wait a minute, then try again.",
  503: "This server cannot do that now. It takes a running weir up."
};

/** Does what an endpoint is for, as the session's reader. Throws what to do where it was not done. */
export async function act(path: string, {csrf}: Session, {root = siteRoot(), send = fetch} = {}): Promise<void> {
  const headers = {"x-csrf-token": csrf ?? ""};
  const response = await send(`${root}api/${path}`, {method: "POST", headers}).catch((cause) => {
    throw new Error("The server does not answer. Try again when it does.", {cause});
  });
  if (response.ok) return;
  const {error} = await response.json().catch(() => ({}));
  throw new Error(
    remedies[response.status] ?? `The server could not do it: ${error ?? response.status}. Its log says why.`
  );
}
