import {escaped} from "../escaped.ts";
import type {Identity} from "./roles.ts";

export interface LoginPage {
  /** Of the form. */
  csrf: string;
  /** Where to after logging in: a path below the site. */
  to?: string;
  /** Name that was typed before. */
  user?: string;
  /** Why the last try was not taken. */
  problem?: string;
  /** Who is logged in already. */
  identity?: Identity;
}

/** The page to log in by; one who is logged in can log out on it. Works without scripts, and loads nothing. */
export function loginPage(page: LoginPage): string {
  return `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.identity ? "Your account" : "Log in"} | Weir</title>
<style>
  :root {
    color-scheme: light dark;
    --paper: light-dark(#f4f6f6, #0c1215); --panel: light-dark(#ffffff, #131b20); --ink: light-dark(#13212a, #e8eef0);
    --muted: light-dark(#566771, #94a4ad); --line: light-dark(#e3e8ea, #212c32); --field: light-dark(#7d8d97, #566771);
    --accent: light-dark(#0b6f85, #4fc0d6); --on-accent: light-dark(#ffffff, #06222a);
    --bad: light-dark(#b93226, #ff7d70); --bad-wash: light-dark(#fbe9e7, #321a18);
  }
  * { box-sizing: border-box; }
  body {
    margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px;
    font: 16px/1.5 "Inter", "SF Pro Text", -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
    background: var(--paper); color: var(--ink);
  }
  main {
    width: 100%; max-width: 24rem; padding: 32px; background: var(--panel); border: 1px solid var(--line);
    border-radius: 10px;
  }
  h1 { font-size: 1.25rem; font-weight: 600; margin: 0 0 16px; }
  p { margin: 0 0 16px; color: var(--muted); }
  .problem {
    padding: 8px 12px; color: var(--bad); background: var(--bad-wash); border-radius: 6px;
  }
  label { display: block; margin: 0 0 16px; font-size: .875rem; color: var(--muted); }
  input {
    display: block; width: 100%; margin-top: 4px; padding: 10px 12px; font: inherit; font-size: 1rem; color: var(--ink);
    background: var(--paper); border: 1px solid var(--field); border-radius: 6px;
  }
  button {
    width: 100%; margin-top: 8px; padding: 10px 12px; font: inherit; font-weight: 600; cursor: pointer;
    color: var(--on-accent); background: var(--accent); border: 0; border-radius: 6px;
  }
  a { color: var(--accent); }
  :is(input, button, a):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
</style>
<main>
${page.identity ? account(page, page.identity) : form(page)}
</main>
</html>
`;
}

const form = ({csrf, to = "/", user = "", problem}: LoginPage): string => `  <h1>Log in to Weir</h1>
${problem ? `  <p class="problem" role="alert">${escaped(problem)}</p>\n` : ""}  <form method="post" action="login">
    <input type="hidden" name="csrf" value="${escaped(csrf)}">
    <input type="hidden" name="to" value="${escaped(to)}">
    <label>Name
      <input name="user" value="${escaped(user)}" autocomplete="username" autocapitalize="none" spellcheck="false" required${user ? "" : " autofocus"}>
    </label>
    <label>Password
      <input name="password" type="password" autocomplete="current-password" required${user ? " autofocus" : ""}>
    </label>
    <button>Log in</button>
  </form>`;

const account = ({csrf}: LoginPage, {user, role}: Identity): string => `  <h1>${escaped(user)}</h1>
  <p>You are logged in as ${role === "reader" ? "a reader" : `an ${role}`}. <a href="./">Open the report</a></p>
  <form method="post" action="logout">
    <input type="hidden" name="csrf" value="${escaped(csrf)}">
    <button>Log out</button>
  </form>`;
