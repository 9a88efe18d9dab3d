import {type FileHandle, open, rename, rm, stat} from "node:fs/promises";
import {dirname, resolve} from "node:path";
import {z} from "zod";
import {makeFolder, sync} from "../durable.ts";
import {endsInLine} from "../watch/ends-in-line.ts";
import type {Message} from "../watch/message.ts";
import {type Output, outputKind} from "./output.ts";

const options = z.strictObject({
  path: z.string().min(1),
  /** Size at which the file becomes `<path>.1`, bytes, and how many of those are kept. */
  maxBytes: z
    .int()
    .min(1024)
    .default(10 * 2 ** 20),
  keep: z.int().min(1).max(100).default(5)
});

/** Adds lines to a file: alerts as JSON lines, reports as their text. */
export const file = outputKind({
  kind: "file",
  about: "a file, rotated by size",
  options,
  create: ({path, ...rotation}, {root}) => new RotatedFile(resolve(root, path), rotation)
});

class RotatedFile implements Output {
  #handle: FileHandle | undefined;

  constructor(
    private readonly path: string,
    private readonly rotation: {maxBytes: number; keep: number}
  ) {}

  async deliver({text}: Message): Promise<void> {
    let handle = await this.#open();
    let {size} = await handle.stat();
    if (size > 0 && size + Buffer.byteLength(text) > this.rotation.maxBytes) {
      await this.#rotate();
      handle = await this.#open();
      ({size} = await handle.stat());
    }
    const bytes = Buffer.from((await endsInLine(handle, size)) ? `\n${text}` : text);
    try {
      await handle.appendFile(bytes);
      await handle.datasync();
    } catch (error) {
      await handle.truncate(size).catch(() => {}); // a half line would be glued to the next attempt
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }

  async #open(): Promise<FileHandle> {
    if (this.#handle && (await this.#isInPlace(this.#handle))) return this.#handle;
    await this.close();
    await makeFolder(dirname(this.path));
    this.#handle = await open(this.path, "a+");
    await sync(dirname(this.path));
    return this.#handle;
  }

  /** Whether nobody has taken the file away, as logrotate does. */
  async #isInPlace(handle: FileHandle): Promise<boolean> {
    const [own, there] = await Promise.all([handle.stat(), stat(this.path).catch(() => null)]);
    return own.ino === there?.ino && own.dev === there.dev;
  }

  async #rotate(): Promise<void> {
    await this.close();
    const {keep} = this.rotation;
    await rm(`${this.path}.${keep}`, {force: true});
    for (let n = keep - 1; n >= 1; n--)
      await rename(`${this.path}.${n}`, `${this.path}.${n + 1}`).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      });
    await rename(this.path, `${this.path}.1`);
  }
}
