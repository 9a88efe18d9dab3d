import {execFileSync} from "node:child_process";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {root} from "../root.ts";

/** Something a process did to a file system, when it had been done. Paths are absolute. */
export type Call =
  | {call: "create"; path: string}
  | {call: "write"; path: string}
  | {call: "mkdir"; path: string}
  | {call: "remove"; path: string}
  | {call: "rename"; from: string; to: string}
  | {call: "link"; from: string; to: string}
  | {call: "symlink"; target: string; path: string}
  | {call: "sync"; path: string; begunAt: number};

const traced = [
  "open,openat,creat,write,pwrite64,writev,pwritev,ftruncate,copy_file_range,sendfile,mkdir,mkdirat",
  "rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,fsync,fdatasync"
].join(",");

/**
 * Runs a script of the repository and returns what it did below `folder`, in order, from what strace saw. `begunAt` of a
 * sync is how many calls had been done when it began.
 */
export function recordCalls(
  script: string,
  args: string[],
  {folder, strace, log}: {folder: string; strace: string; log: string}
): Call[] {
  execFileSync(
    strace,
    [
      "-f",
      "-y",
      "-s",
      "65536",
      "-e",
      `trace=${traced}`,
      "-o",
      log,
      process.execPath,
      "--import",
      "tsx",
      script,
      ...args
    ],
    {cwd: root, env: {...process.env, UV_USE_IO_URING: "0"}, stdio: ["ignore", "ignore", "inherit"]}
  );
  return parseCalls(readFileSync(log, "utf8"), folder);
}

export function parseCalls(log: string, folder: string): Call[] {
  const calls: Call[] = [];
  const unfinished = new Map<string, {text: string; begunAt: number}>();
  const isOurs = (path: string) => path === folder || path.startsWith(`${folder}/`);
  for (const line of log.split("\n")) {
    const [, pid, rest] = /^(\d+) +(.*)$/s.exec(line) ?? [];
    if (pid === undefined) continue;
    const begun = /^(.*) <unfinished \.\.\.>$/s.exec(rest!);
    if (begun) {
      unfinished.set(pid, {text: begun[1]!, begunAt: calls.length});
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/s.exec(rest!);
    const before = resumed ? unfinished.get(pid) : undefined;
    const text = resumed ? (before?.text ?? "") + resumed[1] : rest!;
    const call = callOf(text, before?.begunAt ?? calls.length);
    if (call && pathsOf(call).some(isOurs)) calls.push(call);
  }
  return calls;
}

const pathsOf = (call: Call): string[] => ("path" in call ? [call.path] : [call.from, call.to]);

function callOf(text: string, begunAt: number): Call | undefined {
  const [, name, args] = /^(\w+)\((.*)\) += \d+/s.exec(text) ?? [];
  if (name === undefined) return undefined;
  const quoted = namesIn(args!);
  const [fd] = /(?<=^\d+<)[^>]*(?=>)/.exec(args!) ?? [];
  if (/^(open|openat|creat)$/.test(name)) {
    if (name !== "creat" && !/O_CREAT/.test(args!)) return undefined;
    return {call: "create", path: quoted[0]!};
  }
  if (/^mkdir/.test(name)) return {call: "mkdir", path: quoted[0]!};
  if (/^(unlink|rmdir)/.test(name)) return {call: "remove", path: quoted[0]!};
  if (/^rename/.test(name)) return {call: "rename", from: quoted[0]!, to: quoted[1]!};
  if (/^link/.test(name)) return {call: "link", from: quoted[0]!, to: quoted[1]!};
  if (/^symlink/.test(name)) return {call: "symlink", target: unquoted(args!), path: quoted.at(-1)!};
  if (fd === undefined) return undefined;
  if (/^f(data)?sync$/.test(name)) return {call: "sync", path: fd, begunAt};
  if (name === "copy_file_range") return {call: "write", path: /, \d+<([^>]*)>/.exec(args!)![1]!};
  return {call: "write", path: fd};
}

/** Quoted names, as absolute paths: those relative to an open folder (`5</folder>, "name"`) with that folder. */
function namesIn(args: string): string[] {
  return [...args.matchAll(/(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"/g)].map(([, folder = "/", name]) =>
    name!.startsWith("/") ? name! : join(folder, name!)
  );
}

const unquoted = (args: string): string => /"((?:[^"\\]|\\.)*)"/.exec(args)![1]!;
