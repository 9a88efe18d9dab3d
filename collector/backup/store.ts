import {constants} from "node:fs";
import {chmod, copyFile, link, mkdir, rename, rm, stat} from "node:fs/promises";
import {dirname, join} from "node:path";
import {sync} from "../durable.ts";
import {hashFile} from "./hash-file.ts";
import {type BackupManifest, readManifest, type StoredFile} from "./manifest.ts";

const noLink = new Set(["EXDEV", "EPERM", "EMLINK", "ENOTSUP"]);

/** A backup in the making. What the one before has with the same content is linked, once it was read and found whole. */
export class BackupStore {
  readonly files: BackupManifest["files"] = {};
  /** Bytes that were written, not linked. */
  written = 0;
  readonly #before: BackupManifest | null;
  readonly #folders = new Set<string>();

  constructor(
    readonly folder: string,
    private readonly previous: string | null
  ) {
    this.#before = previous === null ? null : readManifest(previous);
  }

  /** Adds a lake file, which is never rewritten: its size and checksum are known. Throws when it is damaged. */
  async addLakeFile(path: string, source: string, expected: {bytes: number; crc32c?: number | null}): Promise<void> {
    const known = this.#before?.files[path];
    if (known && known.bytes === expected.bytes && known.crc32c === expected.crc32c && (await this.#link(path, known)))
      return;
    const stored = await this.#copy(path, source);
    const sound = stored.bytes === expected.bytes && (expected.crc32c == null || stored.crc32c === expected.crc32c);
    if (!sound) throw new Error(`damaged file: ${source} (restore it from an earlier backup; see weir lake verify)`);
    this.#note(path, stored);
  }

  /** Adds any other file as it is now. */
  async add(path: string, source: string): Promise<void> {
    const {crc32c: _, ...stored} = await this.#copy(path, source);
    const known = this.#before?.files[path];
    if (known?.sha256 === stored.sha256 && known.mode === stored.mode && (await this.#link(path, known))) return;
    this.#note(path, stored);
  }

  /** Adds a file that was made at its place in the backup. */
  async addMade(path: string): Promise<void> {
    const {crc32c: _, ...hashes} = await hashFile(join(this.folder, path));
    this.#enter(path);
    this.#note(path, {...hashes, mode: await modeOf(join(this.folder, path))});
  }

  /** Makes everything survive a power cut. */
  async settle(): Promise<void> {
    for (const path of Object.keys(this.files)) await sync(join(this.folder, path));
    for (const folder of [...this.#folders].sort().reverse()) await sync(join(this.folder, folder));
    await sync(this.folder);
  }

  async #copy(path: string, source: string): Promise<Required<StoredFile>> {
    await mkdir(join(this.folder, dirname(path)), {recursive: true});
    this.#enter(path);
    const file = join(this.folder, path);
    await rm(file, {force: true});
    await copyFile(source, file, constants.COPYFILE_FICLONE);
    const mode = await modeOf(source);
    await chmod(file, mode);
    return {...(await hashFile(file)), mode};
  }

  /** Takes the file of the backup before, unless it is no longer what it was. */
  async #link(path: string, known: StoredFile): Promise<boolean> {
    const [file, before] = [join(this.folder, path), join(this.previous!, path)];
    const {sha256} = await hashFile(before).catch(() => ({sha256: ""}));
    if (sha256 !== known.sha256) return false;
    await mkdir(dirname(file), {recursive: true});
    this.#enter(path);
    try {
      await link(before, `${file}.link`);
      await rename(`${file}.link`, file);
    } catch (error) {
      if (noLink.has((error as NodeJS.ErrnoException).code ?? "")) return false;
      throw error;
    }
    this.files[path] = known;
    return true;
  }

  #note(path: string, stored: StoredFile): void {
    this.files[path] = stored;
    this.written += stored.bytes;
  }

  #enter(path: string): void {
    for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) this.#folders.add(folder);
  }
}

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
