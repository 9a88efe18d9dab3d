import {createHash} from "node:crypto";
import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {isRunning} from "./is-running.ts";
import {replacements} from "./policy-replacements.ts";

/**
 * Framework's cache of browser libraries, below the site's sources. Framework takes a cached file as it is, however old
 * or torn; so the cache is dropped when other versions are installed, or when a process died while filling it.
 */
export class LibraryCache {
  readonly #folder: string;
  readonly #pid: number;
  #filling: NodeJS.Timeout | undefined;

  constructor(source: string, {pid = process.pid} = {}) {
    this.#folder = join(source, ".observablehq");
    this.#pid = pid;
  }

  /** Drops what does not fit what is installed in `root`. */
  refresh(root: string): void {
    const keyFile = join(this.#folder, "libraries.key");
    const key = keyOf(root);
    const abandoned = this.#fillers().filter((pid) => pid !== this.#pid && !isRunning(pid));
    if (readOr(keyFile, "") === key && abandoned.length === 0) return;
    rmSync(join(this.#folder, "cache", "_npm"), {recursive: true, force: true});
    mkdirSync(this.#folder, {recursive: true});
    for (const pid of abandoned) rmSync(this.#mark(pid), {force: true});
    writeFileSync(keyFile, key);
  }

  /** Notes that files are being written, until no more came for `quietMs` or the process ends well. */
  fill(quietMs = 2000): void {
    if (this.#filling === undefined) {
      writeFileSync(this.#mark(this.#pid), "");
      process.once("exit", (code) => code === 0 && this.#filled());
    }
    clearTimeout(this.#filling);
    this.#filling = setTimeout(() => this.#filled(), quietMs).unref();
  }

  #filled(): void {
    this.#filling = undefined;
    rmSync(this.#mark(this.#pid), {force: true});
  }

  #mark(pid: number): string {
    return join(this.#folder, `filling-${pid}`);
  }

  #fillers(): number[] {
    try {
      return readdirSync(this.#folder)
        .flatMap((name) => /^filling-(\d+)$/.exec(name)?.[1] ?? [])
        .map(Number);
    } catch {
      return [];
    }
  }
}

function keyOf(root: string): string {
  const installed = readOr(
    join(root, "node_modules", ".package-lock.json"),
    readOr(join(root, "package-lock.json"), "")
  );
  return createHash("sha256")
    .update(installed)
    .update(replacements.map(({find, become}) => `${find}${become}`).join())
    .digest("hex");
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return otherwise;
  }
}
