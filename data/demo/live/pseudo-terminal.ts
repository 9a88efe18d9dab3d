import {
  closeSync,
  existsSync,
  readdirSync,
  readlinkSync,
  readSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeSync
} from "node:fs";
import type {ReadStream} from "node:tty";
import * as pty from "@lydell/node-pty";

interface Pair {
  master: ReadStream;
  slave: ReadStream;
  fd: number;
  ptsName: string;
}

/** Left out of the package's types. */
const {open} = pty as unknown as {open(options: {encoding: null}): Pair};

/**
 * The meter's end of a serial line, whose other end stands at a path like any serial port: a pseudo-terminal pair with
 * a symbolic link to the reader's side. Readers may come and go; nothing here ever waits for one.
 */
export class PseudoTerminal {
  readonly #pair: Pair;
  readonly #link: string;
  readonly #scrap = Buffer.alloc(4096);

  /** @throws Error when the system gives no pair, or the link cannot be put in place */
  constructor(link: string) {
    this.#link = link;
    this.#pair = open({encoding: null});
    // The stream would close the descriptor when the reader hangs up; reads and writes go past it.
    this.#pair.master._read = () => {};
    this.#pair.slave.setRawMode(true);
    this.#pair.slave.destroy();
    closeLeftovers(this.#pair.ptsName);
    const draft = `${link}.${process.pid}`;
    rmSync(draft, {force: true});
    symlinkSync(this.#pair.ptsName, draft);
    renameSync(draft, link);
  }

  /** Whether somebody has the other end open. Throws away what they have sent. */
  get connected(): boolean {
    for (;;)
      try {
        if (readSync(this.#pair.fd, this.#scrap, 0, this.#scrap.length, null) === 0) return false;
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EAGAIN";
      }
  }

  /** Writes as much as fits, and says how many bytes that was: none when nobody is there. */
  write(bytes: Uint8Array): number {
    try {
      return writeSync(this.#pair.fd, bytes);
    } catch (error) {
      if (["EAGAIN", "EIO"].includes((error as NodeJS.ErrnoException).code!)) return 0;
      throw error;
    }
  }

  /** Hangs up, and takes the link away unless somebody else has put theirs there. */
  close(): void {
    this.#pair.master.destroy();
    if (linkTarget(this.#link) === this.#pair.ptsName) rmSync(this.#link);
  }
}

/** Closes the descriptor of the reader's side that opening a pair leaves behind, or nobody would ever seem to hang up. */
function closeLeftovers(ptsName: string): void {
  const folder = "/proc/self/fd";
  if (!existsSync(folder)) return;
  for (const fd of readdirSync(folder)) if (linkTarget(`${folder}/${fd}`) === ptsName) closeSync(Number(fd));
}

function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
