import {spawn} from "node:child_process";
import {once} from "node:events";
import {mkdtemp, rename, rm, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import {sync} from "../durable.ts";

/** Whether a backup of this name is one file. */
export const isArchive = (path: string): boolean => /\.(tar|tar\.(gz|xz|zst)|tgz)$/.test(path);

/** Packs a folder into one file that only its owner may read, in place of any that has the name once it is whole. */
export async function pack(folder: string, file: string): Promise<void> {
  const [, ending] = /(\.tar(?:\.\w+)?|\.tgz)$/.exec(file)!;
  const draft = `${file.slice(0, -ending!.length)}.new-${process.pid}${ending}`;
  try {
    await writeFile(draft, "", {mode: 0o600});
    await tar(["--create", "--auto-compress", `--file=${draft}`, `--directory=${folder}`, "."]);
    await sync(draft);
    await rename(draft, file);
    await sync(dirname(file));
  } finally {
    await rm(draft, {force: true});
  }
}

/** Unpacks into a new folder inside another, on the same disk as that; the caller removes it. */
export async function unpack(file: string, inside: string): Promise<string> {
  const folder = await mkdtemp(join(inside, ".unpacked-"));
  try {
    await tar(["--extract", "--no-same-owner", `--file=${file}`, `--directory=${folder}`]);
    return folder;
  } catch (error) {
    await rm(folder, {recursive: true, force: true});
    throw error;
  }
}

async function tar(args: string[]): Promise<void> {
  const child = spawn("tar", args, {stdio: ["ignore", "ignore", "pipe"]});
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, "close").catch((cause: Error) => {
    throw new Error(`cannot start tar: ${cause.message} (install it, or back up into a folder)`, {cause});
  });
  if (code !== 0) throw new Error(`tar failed: ${stderr.trim().split("\n")[0] ?? `exit code ${code}`}`);
}
