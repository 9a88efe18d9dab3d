import {createHash} from "node:crypto";
import {existsSync, readdirSync, readFileSync, readlinkSync} from "node:fs";
import {join} from "node:path";
import {brotliDecompressSync, gunzipSync} from "node:zlib";

interface Entry {
  bytes: number;
  sha256: string;
  br?: number;
  gzip?: number;
}

/** What is wrong with the published snapshots of a data folder: every file against its index, and what readers get. */
export function tornSnapshots(data: string): string[] {
  const folder = join(data, "snapshots");
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder);
  const found = names.filter((name) => /^\d{8}T/.test(name)).flatMap((id) => problemsOf(join(folder, id)));
  if (!names.includes("current")) return found;
  const current = readlinkSync(join(folder, "current"));
  return names.includes(current) ? found : [...found, `current: no such snapshot: ${current}`];
}

function problemsOf(folder: string): string[] {
  try {
    const {files} = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as {files: Record<string, Entry>};
    return Object.entries(files).flatMap(([path, entry]) =>
      isWhole(join(folder, "site", path), entry) ? [] : `${folder}: not as in its index: ${path}`
    );
  } catch (error) {
    return [`${folder}: ${(error as Error).message}`];
  }
}

function isWhole(file: string, {bytes, sha256, br, gzip}: Entry): boolean {
  const isIt = (content: Buffer) =>
    content.length === bytes && createHash("sha256").update(content).digest("hex") === sha256;
  return (
    isIt(readFileSync(file)) &&
    (br === undefined || isIt(brotliDecompressSync(readFileSync(`${file}.br`)))) &&
    (gzip === undefined || isIt(gunzipSync(readFileSync(`${file}.gz`))))
  );
}
