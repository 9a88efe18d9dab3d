import {mkdir, mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {text} from "node:stream/consumers";
import type {RsyncTarget} from "../../config/publish-settings.ts";
import type {SiteFile} from "./site-files.ts";
import {spawnTied} from "./spawn-tied.ts";
import {pastGrace} from "./sync-remote.ts";
import type {Delivered, DeliverOptions, Target} from "./target.ts";

/** What a shell ends with when there is no such program. */
const notFound = 127;

type RsyncSettings = Pick<RsyncTarget, "to" | "ssh">;

/** A folder of another machine, by rsync over ssh, with keys: nobody is there to type a password. */
export function rsyncTarget(settings: RsyncSettings): Target {
  return {variants: true, addresses: false, deliver: (files, options) => deliverByRsync(settings, files, options)};
}

async function deliverByRsync(
  settings: RsyncSettings,
  files: readonly SiteFile[],
  {record, graceMs, now, signal}: DeliverOptions
): Promise<Delivered> {
  const site = siteOf(files);
  const run = (from: string, args: string[], names: readonly string[]) => rsync(settings, {from, args, names, signal});
  const byPath = new Map(files.map((file) => [file.path, file]));
  const uploaded: string[] = [];
  for (const stage of [0, 1, 2]) {
    const names = files.filter((file) => file.stage === stage).map(({path}) => path);
    for (const path of names) record.files[path] ??= {tag: "", bytes: 0, version: ""}; // there, should it break off
    // what is not named for its content is compared by it
    const sent = await run(site, ["--times", ...(stage === 0 ? [] : ["--checksum"])], names);
    for (const {path, tag, bytes} of sent.flatMap((name) => byPath.get(name) ?? [])) {
      record.files[path] = {tag, bytes, version: ""};
      uploaded.push(path);
    }
  }
  for (const {path, tag, bytes} of files) record.files[path] = {tag, bytes, version: ""};
  const [different] = await run(site, ["--dry-run", "--checksum"], uploaded);
  if (different !== undefined) throw new Error(`read back otherwise than written: ${different}`);
  const past = pastGrace(files, {record, graceMs, now});
  await removeThere(past, run);
  for (const path of past) {
    delete record.files[path];
    delete record.gone[path];
  }
  const uploadedBytes = uploaded.reduce((sum, path) => sum + byPath.get(path)!.bytes, 0);
  return {uploaded: uploaded.length, uploadedBytes, removed: past.length};
}

/** Folder of the snapshot's site, under which every file has the path that the target gives it. */
function siteOf(files: readonly SiteFile[]): string {
  const [{source, path}] = files as [SiteFile];
  return source.slice(0, source.length - path.length);
}

/** rsync removes there what is missing here. */
async function removeThere(
  names: readonly string[],
  run: (from: string, args: string[], names: readonly string[]) => Promise<string[]>
): Promise<void> {
  if (names.length === 0) return;
  const empty = await mkdtemp(join(tmpdir(), "weir-rsync-"));
  try {
    for (const name of names) await mkdir(join(empty, dirname(name)), {recursive: true});
    await run(`${empty}/`, ["--delete-missing-args"], names);
  } finally {
    await rm(empty, {recursive: true, force: true});
  }
}

interface Run {
  from: string;
  args: string[];
  names: readonly string[];
  signal: AbortSignal;
}

/** Runs rsync on some files of a folder; returns the names of those that it sent, or would have. */
async function rsync({to, ssh}: RsyncSettings, {from, args, names, signal}: Run): Promise<string[]> {
  if (names.length === 0) return [];
  const fixed = [
    "--links",
    "--chmod=D755,F644",
    "--from0",
    "--files-from=-",
    "--out-format=%n",
    "--8-bit-output",
    "--timeout=120"
  ];
  const child = spawnTied("rsync", [...fixed, ...args, "-e", sshCommand(ssh), "--", from, to], {signal});
  child.stdin.on("error", () => {}); // told by its exit code
  child.stdin.end(names.map((name) => `${name}\0`).join(""));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [code, sent, problems] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  signal.throwIfAborted();
  if (code === notFound) throw new Error("no rsync found (install rsync, and ssh)");
  if (code !== 0) throw new Error(`rsync failed: ${firstLine(problems) || `exit code ${code}`}`);
  return sent.split("\n").filter((name) => name !== "" && !name.endsWith("/"));
}

function sshCommand({port, identityFile, options}: RsyncSettings["ssh"]): string {
  const all = {BatchMode: "yes", ConnectTimeout: "30", ServerAliveInterval: "15", ...options};
  const identity = identityFile === null ? "" : ` -i ${identityFile} -o IdentitiesOnly=yes`;
  const given = Object.entries(all).map(([name, value]) => ` -o ${name}=${value}`);
  return `ssh -p ${port}${identity}${given.join("")}`;
}

const firstLine = (problems: string): string =>
  problems.split("\n").find((line) => line.trim() !== "" && !line.startsWith("Warning: Permanently added")) ?? "";
