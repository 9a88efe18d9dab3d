import {createReadStream, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {createInterface} from "node:readline";
import {setTimeout as sleep} from "node:timers/promises";
import {hashOfToken, newToken, TokensFile} from "../../collector/serve/login/tokens-file.ts";
import {UsersFile} from "../../collector/serve/login/users-file.ts";
import {Snapshots} from "../../collector/snapshots.ts";
import type {AfterTest} from "../../tests/support/after-test.ts";
import {cookiesOf, csrfIn, logIn, usersFile} from "../../tests/support/login-session.ts";
import {publishFiles} from "../../tests/support/publish-files.ts";
import {temporaryFolder} from "../../tests/support/temporary-folder.ts";
import type {FuzzOptions} from "./fuzz.ts";
import {serveProcess} from "./serve-process.ts";

/** Everybody may read, local users may, or those whom a proxy names. */
export type FuzzedLogin = "none" | "users" | "header";

const secret = "SECRET-OUTSIDE-THE-SITE";
const pages = ["home home", "guide guide", "[1,2,3]"];
const files = {
  "index.html": `${pages[0]} `.repeat(500),
  "guide/index.html": pages[1]!,
  "_file/d.12345678.json": pages[2]!,
  "large.bin": Buffer.alloc(600_000), // more than is kept in memory
  "404.html": "lost"
};

/** What leaks ends the process soon, and garbage is collected before it looks like a leak. */
const smallHeap = {NODE_OPTIONS: "--max-old-space-size=64"};

/** `weir serve` with two snapshots, secrets beside them, and what to throw at it. */
export async function fuzzedSite(scope: AfterTest, login: FuzzedLogin) {
  const data = temporaryFolder(scope);
  writeFileSync(join(data, "secret.key"), secret);
  const {id} = await publishFiles(files, {data, now: Date.now() - 60_000});
  const current = await publishFiles({...files, "new.html": "new"}, {data, now: Date.now()});
  const users = await usersFile(scope);
  const token = newToken();
  if (login !== "none")
    new TokensFile(data).write(
      new Map([["machine", {role: "reader", hash: hashOfToken(token), createdAt: Date.now()}]])
    );
  const proxies = ["127.0.0.1"];
  const settings = {
    none: null,
    users: {users},
    header: {trustedHeader: "X-Forwarded-User", proxies, roles: {operator: ["operator"]}}
  };
  const {port, child, said} = await serveProcess(scope, data, {proxies, login: settings[login]}, {more: smallHeap});
  const url = `http://127.0.0.1:${port}`;
  const targets: Pick<FuzzOptions, "paths" | "id" | "credentials" | "form" | "namesUser" | "pages"> = {
    paths: Object.keys(files),
    id
  };
  if (login !== "none") Object.assign(targets, {pages, credentials: [`Authorization: Bearer ${token}`]});
  if (login === "users") {
    const page = await fetch(`${url}/login`);
    targets.form = {cookie: cookiesOf(page), csrf: csrfIn(await page.text())};
    for (const user of ["reader", "operator"])
      targets.credentials!.push(`Cookie: ${cookiesOf(await logIn(url, {user}))}`);
  }
  if (login === "header") {
    targets.namesUser = false;
    targets.credentials!.push("X-Forwarded-User: reader", "X-Forwarded-User: operator");
  }
  const manifest = JSON.parse(readFileSync(join(data, "snapshots", id, "manifest.json"), "utf8"));
  const secrets = [
    secret,
    manifest.files["index.html"].sha256,
    hashOfToken(token),
    new UsersFile(users).users().get("reader")!.password,
    "root:x:0" // of /etc/passwd
  ];
  return {
    options: {...targets, port, secrets},
    residentMb: () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1024,
    /** Once connections that have ended are closed: when there are no fewer than a second ago. */
    async openFilesAtRest() {
      const open = () => readdirSync(`/proc/${child.pid}/fd`).length;
      for (let before = Number.POSITIVE_INFINITY, now = open(); ; [before, now] = [now, open()]) {
        if (now >= before) return now;
        await sleep(1000);
      }
    },
    isUp: async () => child.exitCode === null && (await fetch(`${url}/healthz`)).ok,
    /** Times that a request failed within, as far as the last lines say. */
    failures: () => said().match(/^.*request failed.*$/gm) ?? [],
    /** Whether somebody went back to another snapshot. */
    isRolledBack: () => new Snapshots(data).current()?.id !== current.id,
    oddLogLines: () => oddLines(join(data, "logs"))
  };
}

const logLine = /^(?:[0-9A-Fa-f.:]+|-) - - \[[^\]]+\] "(?:[^"\\]|\\x[0-9A-F]{2})*" \d{3} \d+ "[^"]*" "[^"]*"$/;

/** Lines of the access log that are not as they should be: forged, or with bytes that a terminal obeys. */
async function oddLines(folder: string): Promise<number> {
  let odd = 0;
  for (const name of readdirSync(folder)) {
    const input = createReadStream(join(folder, name), "latin1");
    for await (const line of createInterface({input})) if (!logLine.test(line) || /[^\x20-\x7e]/.test(line)) odd++;
  }
  return odd;
}
