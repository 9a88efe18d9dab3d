import type {FileHandle} from "node:fs/promises";

/** Larger files are streamed: few readers ask for them, and mostly for ranges. */
const largestFile = 2 ** 19;

/** By which the cache knows the content of a file, or of a compressed variant. */
export const contentKey = ({sha256}: {sha256: string}, coding?: {suffix: string}): string =>
  `${sha256}${coding?.suffix ?? ""}`;

/** Contents of small files, by `contentKey`; those that were asked for least recently go first. */
export class FileCache {
  readonly #contents = new Map<string, Buffer>();
  #bytes = 0;

  constructor(private readonly mostBytes = 32 * 2 ** 20) {}

  get(key: string): Buffer | undefined {
    const content = this.#contents.get(key);
    if (!content) return undefined;
    this.#contents.delete(key); // to the end of the line
    this.#contents.set(key, content);
    return content;
  }

  /** Whether a file of so many bytes is kept. */
  takes = (bytes: number): boolean => bytes <= Math.min(largestFile, this.mostBytes);

  /** Forgets every content but those with these hashes. */
  keepOnly(hashes: ReadonlySet<string>): void {
    for (const [key, {length}] of this.#contents) {
      if (hashes.has(key.split(".", 1)[0]!)) continue;
      this.#contents.delete(key);
      this.#bytes -= length;
    }
  }

  /** Reads a file in full, keeps it, and closes it. Throws when it is not as long as it should be. */
  async read(key: string, handle: FileHandle, bytes: number): Promise<Buffer> {
    const content = await handle.readFile().finally(() => handle.close());
    if (content.length !== bytes) throw new Error(`damaged file: ${content.length} bytes instead of ${bytes}`);
    if (!this.#contents.has(key)) {
      this.#contents.set(key, content);
      this.#bytes += content.length;
    }
    for (const [oldest, {length}] of this.#contents) {
      if (this.#bytes <= this.mostBytes) break;
      this.#contents.delete(oldest);
      this.#bytes -= length;
    }
    return content;
  }
}
