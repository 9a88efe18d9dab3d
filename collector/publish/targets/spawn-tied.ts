import {type ChildProcessByStdio, spawn} from "node:child_process";
import type {Readable, Writable} from "node:stream";

/**
 * Runs the program, with its input as fourth descriptor, and ends it when the third one, a pipe that the parent holds, is
 * closed: the kernel does that however the parent ends.
 */
const script = `
  exec 4<&0
  "$@" <&4 3<&- 4<&- & program=$!
  (cat <&3 >/dev/null 2>&1; kill $program) >/dev/null 2>&1 & watcher=$!
  exec 3<&- 4<&-
  wait $program; code=$?
  kill $watcher
  exit $code`;

export type TiedProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/**
 * A program other than Node that ends with this process, killed or not, and with the signal. That closes the pipe as
 * well: a shell that is killed while it starts could leave the program behind, without anybody to end it.
 */
export function spawnTied(program: string, args: string[], {signal}: {signal?: AbortSignal} = {}): TiedProcess {
  const child = spawn("/bin/sh", ["-c", script, "sh", program, ...args], {stdio: ["pipe", "pipe", "pipe", "pipe"]});
  const release = () => void (child.stdio[3] as Readable).destroy();
  child.once("exit", () => {
    release();
    signal?.removeEventListener("abort", release);
  });
  if (signal?.aborted) release();
  else signal?.addEventListener("abort", release, {once: true});
  return child as TiedProcess;
}
