import {createHash} from "node:crypto";
import {readdirSync, readFileSync, statSync} from "node:fs";
import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {z} from "zod";
import {sync} from "../durable.ts";

const manifestSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  /** When it was begun, ms UTC. */
  at: z.number(),
  /** Number of the lake's newest commit in it, and the last batch that its lake holds. */
  commit: z.number(),
  watermark: z.number(),
  rows: z.number(),
  /** Whether the key of private values is in it. */
  secret: z.boolean(),
  /** By path in the backup. Lake files have the checksum that the catalog knows, too. */
  files: z.record(
    z.string(),
    z.object({bytes: z.number(), sha256: z.string(), crc32c: z.number().optional(), mode: z.number()})
  ),
  /** Symbolic links by path: what they point to. */
  links: z.record(z.string(), z.string())
});

/** What a backup holds; written last, so that one without it is not whole. */
export type BackupManifest = z.output<typeof manifestSchema>;
export type StoredFile = BackupManifest["files"][string];

const fileName = "manifest.json";
const hashName = "manifest.sha256";
const idPattern = /^\d{8}T\d{6}Z$/;
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

export const backupId = (at: number): string => `${new Date(at).toISOString().replace(/[-:]|\.\d+/g, "")}`;

/** Ids of the finished backups in a folder, newest first. */
export function backupIds(folder: string): string[] {
  const found = statSync(folder, {throwIfNoEntry: false})?.isDirectory() ? readdirSync(folder) : [];
  return found
    .filter((name) => idPattern.test(name))
    .sort()
    .reverse();
}

export async function writeManifest(folder: string, manifest: BackupManifest): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  await writeFile(join(folder, fileName), text);
  await writeFile(join(folder, hashName), `${sha256(text)}  ${fileName}\n`);
  for (const name of [fileName, hashName, "."]) await sync(join(folder, name));
}

/** Throws when it is missing or not as it was written. */
export function readManifest(folder: string): BackupManifest {
  const [text, hash] = [fileName, hashName].map((name) => {
    try {
      return readFileSync(join(folder, name), "utf8");
    } catch (cause) {
      throw new Error(`not a backup: ${folder}: no ${name} (name a folder or file that weir backup made)`, {cause});
    }
  }) as [string, string];
  if (sha256(text) !== hash.slice(0, 64))
    throw new Error(`damaged backup: ${join(folder, fileName)} (take another one)`);
  return manifestSchema.parse(JSON.parse(text));
}
